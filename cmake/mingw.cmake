# What both widths have in common. A program made here runs under Wine.
set(CMAKE_C_COMPILER ${OFFLINED_MINGW}-gcc-posix)
set(CMAKE_CXX_COMPILER ${OFFLINED_MINGW}-g++-posix)
set(CMAKE_RC_COMPILER ${OFFLINED_MINGW}-windres)
set(CMAKE_FIND_ROOT_PATH /usr/${OFFLINED_MINGW})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_CROSSCOMPILING_EMULATOR ${CMAKE_CURRENT_LIST_DIR}/../tools/wine.sh)

# Nothing that a program finds beside itself: the compiler's own libraries come inside.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static")
set(CMAKE_SHARED_LINKER_FLAGS_INIT "-static")
