# find_package(MapiOffline) gives MapiOffline::mapioffline: the library, and the way to its headers.
include(${CMAKE_CURRENT_LIST_DIR}/MapiOfflineTargets.cmake)
