# Warnings as errors for our own code, and the sanitizers that a preset asks for.
set(OFFLINED_SANITIZE "" CACHE STRING "Sanitizers for everything built here: address,undefined or thread")

add_library(offline_flags INTERFACE)
target_compile_options(offline_flags INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wcast-align -Wformat=2
    -Wimplicit-fallthrough
    # A designated initialiser that leaves members at their defaults is how we write values.
    $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi -Wno-missing-field-initializers>)

# What one file keeps to itself the next may name as well; where files are compiled one by one, these hold.
set(offline_unity_options -Wno-shadow $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-subobject-linkage>)
if(CMAKE_UNITY_BUILD)
    target_compile_options(offline_flags INTERFACE ${offline_unity_options})
endif()
if(WIN32)
    # Windows' own interfaces leave their destructors in reach, which are not virtual; and so does who implements them.
    target_compile_options(offline_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-non-virtual-dtor>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 sees uninitialised values inside inlined library code that are not there.
    target_compile_options(offline_flags INTERFACE -Wno-maybe-uninitialized)
endif()

if(OFFLINED_SANITIZE)
    add_compile_options(-fsanitize=${OFFLINED_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${OFFLINED_SANITIZE})
endif()
if(OFFLINED_SANITIZE MATCHES "undefined")
    # A client's callback may be a C structure with a table of functions: no C++ object, and rightly so.
    add_compile_options(-fno-sanitize=vptr)
endif()
if(OFFLINED_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio fences at shutdown; TSan does not model fences, and GCC says so for each inclusion.
    add_compile_options(-Wno-tsan)
endif()
