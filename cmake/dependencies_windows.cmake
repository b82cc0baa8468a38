# On Windows the whole is built on libraries that are headers alone: Debian's, seen through a folder that shows nothing
# else of /usr/include. What has to be compiled of them is compiled once, here.
set(headers_of_others ${CMAKE_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${headers_of_others})
foreach(library boost fmt spdlog toml++)
    if(NOT EXISTS /usr/include/${library})
        message(FATAL_ERROR "/usr/include/${library} is missing: ./dev windows installs its package")
    endif()
    file(CREATE_LINK /usr/include/${library} ${headers_of_others}/${library} SYMBOLIC)
endforeach()

add_library(headers INTERFACE)
target_include_directories(headers SYSTEM INTERFACE ${headers_of_others})
target_compile_definitions(headers INTERFACE
    _WIN32_WINNT=0x0A00 WIN32_LEAN_AND_MEAN NOMINMAX UNICODE
    BOOST_ALL_NO_LIB BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_VISIBILITY
    FMT_HEADER_ONLY SPDLOG_FMT_EXTERNAL)
# Coroutines make more sections than an object file of Windows has room for.
target_compile_options(headers INTERFACE -Wa,-mbig-obj)

find_package(Threads REQUIRED)

# Waiting by the clock that nobody sets: see there.
set(monotonic_wait ${PROJECT_SOURCE_DIR}/src/base/windows/monotonic_wait)
add_library(monotonic_wait STATIC ${monotonic_wait}.cpp)
target_include_directories(monotonic_wait PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(monotonic_wait PUBLIC Threads::Threads)
target_compile_definitions(headers INTERFACE _GLIBCXX_USE_PTHREAD_COND_CLOCKWAIT)
target_include_directories(headers SYSTEM INTERFACE ${CMAKE_CURRENT_LIST_DIR}/winpthreads)
target_link_libraries(headers INTERFACE monotonic_wait)

add_library(asio STATIC ${CMAKE_CURRENT_LIST_DIR}/asio_windows.cpp)
target_link_libraries(asio PUBLIC headers Threads::Threads ws2_32 mswsock bcrypt)

add_library(boost_url STATIC ${CMAKE_CURRENT_LIST_DIR}/url_windows.cpp)
target_link_libraries(boost_url PUBLIC headers)

add_library(Boost::headers ALIAS headers)
add_library(Boost::url ALIAS boost_url)
add_library(tomlplusplus::tomlplusplus ALIAS headers)
add_library(spdlog::spdlog ALIAS headers)
