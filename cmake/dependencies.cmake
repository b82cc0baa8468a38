# The libraries that the whole is built on; docs/decisions says why these.
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(PkgConfig REQUIRED)
pkg_check_modules(cares REQUIRED IMPORTED_TARGET libcares)
pkg_check_modules(libmnl REQUIRED IMPORTED_TARGET libmnl)
pkg_check_modules(sdbus REQUIRED IMPORTED_TARGET sdbus-c++)
pkg_check_modules(prometheus REQUIRED IMPORTED_TARGET prometheus-cpp-core)
pkg_check_modules(libsystemd REQUIRED IMPORTED_TARGET libsystemd)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(SQLite3 3.37 REQUIRED)

# Asio is compiled once, not in every file that includes it. The definitions are everybody's, so that one precompiled
# header serves all.
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
add_library(asio STATIC ${CMAKE_CURRENT_LIST_DIR}/asio.cpp)
target_link_libraries(asio PUBLIC Boost::headers OpenSSL::SSL Threads::Threads)
