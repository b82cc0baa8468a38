# Debian's packages: ./dev package makes them.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME offlined)
set(CPACK_PACKAGE_VENDOR offlined)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_PACKAGE_CONTACT "The authors of offlined <authors@offlined.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime development daemon documentation)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(version ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})

# deb(COMPONENT NAME SECTION SUMMARY TEXT): one package, with the changelog and the copyright that each has to carry.
function(deb component name section summary text)
    string(TOUPPER ${component} key)
    set(CPACK_DEBIAN_${key}_PACKAGE_NAME ${name} PARENT_SCOPE)
    set(CPACK_DEBIAN_${key}_PACKAGE_SECTION ${section} PARENT_SCOPE)
    set(CPACK_DEBIAN_${key}_DESCRIPTION "${summary}\n${text}" PARENT_SCOPE)
    set(documents ${CMAKE_INSTALL_DATADIR}/doc/${name})
    install(FILES debian/copyright DESTINATION ${documents} COMPONENT ${component})
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/changelog.Debian.gz DESTINATION ${documents} COMPONENT ${component})
endfunction()

add_custom_command(OUTPUT changelog.Debian.gz
    COMMAND ${GZIP} -9nc ${CMAKE_CURRENT_SOURCE_DIR}/debian/changelog >changelog.Debian.gz
    DEPENDS debian/changelog)

# The symbols of the library, for packages of programs that link it; it fails where they are not those of the kept list.
add_custom_command(OUTPUT symbols
    COMMAND dpkg-gensymbols -c4 -plibmapioffline1 -v${version} -e$<TARGET_FILE:mapioffline>
        -I${CMAKE_CURRENT_SOURCE_DIR}/debian/symbols -Osymbols
    DEPENDS mapioffline debian/symbols VERBATIM)

set(always ALL)
if(OFFLINED_SANITIZE)
    unset(always) # a sanitizer has symbols of its own
endif()
add_custom_target(package_content ${always} DEPENDS changelog.Debian.gz symbols)
add_dependencies(package_content mapioffline offlined offlinectl manual)

deb(runtime libmapioffline1 libs "can a mail profile work online now, and if not, why"
"The Offline State API (HrOpenOfflineObj, IMAPIOfflineMgr) for any process:
a program opens a mail profile by name, reads whether it is online, and is
told of each change, with the reason.
.
The profile is judged by its own IMAP, SMTP, POP3, LDAP or HTTP servers: by
the daemon offlined where it is installed, else within the program's process.")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SUGGESTS offlined)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA
    ${CMAKE_CURRENT_BINARY_DIR}/symbols ${CMAKE_CURRENT_SOURCE_DIR}/debian/triggers
    ${CMAKE_CURRENT_SOURCE_DIR}/debian/shlibs)

deb(development libmapioffline-dev libdevel "can a mail profile work online now - development files"
"The headers of the Offline State API (mapioffline.h, for C11 and C++17 or
later) and of the native C++20 API (offline/session.h), with what pkg-config
and CMake need to find the library, and the manual page mapioffline(3).")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libmapioffline1 (= ${version})")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS offlined-doc)

deb(daemon offlined mail "can a mail profile work online now - daemon and command line"
"The daemon of a user's session, which judges mail profiles by their own
servers, once for all of the user's programs, and tells each change over D-Bus.
The session bus starts it when somebody asks.
.
The command offlinectl shows, explains, waits for and sets the state of a
profile, for people and for scripts.")
set(CPACK_DEBIAN_DAEMON_PACKAGE_DEPENDS "default-dbus-session-bus | dbus-session-bus")
set(CPACK_DEBIAN_DAEMON_PACKAGE_RECOMMENDS ca-certificates)

deb(documentation offlined-doc doc "can a mail profile work online now - documentation"
"What the Offline State API promises, sentence by sentence, the daemon's
interface on D-Bus, porting from Outlook's own library, example programs in C
and C++, and a dashboard for Grafana.")
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_DOCUMENTATION_PACKAGE_SHLIBDEPS OFF)
set(documents ${CMAKE_INSTALL_DATADIR}/doc/offlined-doc)
file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/*.md)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${pages} DESTINATION ${documents} COMPONENT documentation)
install(FILES
    ${PROJECT_SOURCE_DIR}/examples/pull_the_cable.c ${PROJECT_SOURCE_DIR}/examples/pull_the_cable.cpp
    ${PROJECT_SOURCE_DIR}/examples/pull_the_cable_native.cpp ${PROJECT_SOURCE_DIR}/examples/print.h
    ${PROJECT_SOURCE_DIR}/examples/pull_the_cable_glib.cpp ${PROJECT_SOURCE_DIR}/examples/pull_the_cable_qt.cpp
    ${PROJECT_SOURCE_DIR}/examples/pull_the_cable_sd_event.cpp
    ${PROJECT_SOURCE_DIR}/examples/offline_bridge.c ${PROJECT_SOURCE_DIR}/examples/offline_bridge.h
    ${PROJECT_SOURCE_DIR}/examples/outside/CMakeLists.txt ${PROJECT_SOURCE_DIR}/examples/tunnel.script
    DESTINATION ${documents}/examples COMPONENT documentation)
install(FILES grafana/offlined.json DESTINATION ${documents}/grafana COMPONENT documentation)

include(CPack)
