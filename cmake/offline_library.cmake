# Half of a compiler's time here goes into reading Asio and GoogleTest; it reads them once for all.
add_library(offline_pch OBJECT ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)
target_link_libraries(offline_pch PRIVATE asio offline_flags)
target_precompile_headers(offline_pch PRIVATE <boost/asio.hpp> <functional> <map> <memory> <optional> <string> <vector>)

set(as_one OFF)
if(DEFINED ENV{CI})
    set(as_one ON)
endif()
option(OFFLINED_TESTS_AS_ONE "Compile up to 32 files of a test program as one, where whole builds are made" ${as_one})

# Tests are compiled in a hurry too: what they test is optimised, they themselves need not be.
add_library(offline_test_flags INTERFACE)
target_compile_options(offline_test_flags INTERFACE $<$<CONFIG:RelWithDebInfo,Release>:-O0>)
if(OFFLINED_TESTS_AS_ONE)
    target_compile_options(offline_test_flags INTERFACE ${offline_unity_options})
endif()

if(BUILD_TESTING AND NOT WIN32)
    find_package(GTest REQUIRED)
    include(GoogleTest)
    add_executable(offline_test_pch EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)
    target_link_libraries(offline_test_pch PRIVATE asio GTest::gmock offline_flags offline_test_flags)
    target_precompile_headers(offline_test_pch PRIVATE
        <boost/asio.hpp> <gmock/gmock.h> <gtest/gtest.h> <functional> <map> <memory> <optional> <string> <vector>)
endif()

# offline_library(NAME SOURCES… [SYSTEM sources…] [POSIX sources…] [WINDOWS sources…] [USES libraries…]): one folder of
# src/ as a static, position-independent library. A SYSTEM source has its counterpart for Windows in the folder windows/
# beside it, for the same header; those of POSIX and of WINDOWS have none.
function(offline_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;SYSTEM;POSIX;WINDOWS;USES" ${ARGN})
    if(WIN32)
        list(TRANSFORM arg_SYSTEM PREPEND windows/)
        list(TRANSFORM arg_WINDOWS PREPEND windows/)
        unset(arg_POSIX)
    else()
        unset(arg_WINDOWS)
    endif()
    add_library(offline_${name} STATIC ${arg_SOURCES} ${arg_SYSTEM} ${arg_POSIX} ${arg_WINDOWS})
    target_include_directories(offline_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
    target_link_libraries(offline_${name} PUBLIC ${arg_USES} PRIVATE offline_flags)
    target_precompile_headers(offline_${name} REUSE_FROM offline_pch)
endfunction()

# offline_test(NAME SOURCES… [USES libraries…] [LABELS labels…] [TIMEOUT seconds] [RUN_SERIAL]): one GoogleTest program,
# each of its tests known to CTest.
function(offline_test name)
    cmake_parse_arguments(arg "RUN_SERIAL" "TIMEOUT" "SOURCES;USES;LABELS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(${name} PRIVATE ${arg_USES} asio GTest::gmock offline_flags offline_test_flags)
    target_precompile_headers(${name} REUSE_FROM offline_test_pch)
    if(OFFLINED_TESTS_AS_ONE)
        set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 32)
    endif()

    # Whoever runs the tests may have a daemon: what a test does is its own affair.
    set(properties ENVIRONMENT "MAPIOFFLINE_RUNTIME=embedded" TIMEOUT 120)
    if(arg_TIMEOUT)
        list(APPEND properties TIMEOUT ${arg_TIMEOUT})
    endif()
    if(arg_RUN_SERIAL)
        list(APPEND properties RUN_SERIAL TRUE)
    endif()
    if(arg_LABELS)
        list(APPEND properties LABELS "${arg_LABELS}")
    endif()
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 120 PROPERTIES ${properties})
endfunction()
