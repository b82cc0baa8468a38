# The manual pages, from docs/man; compressed as Debian wants them.
find_program(SCDOC scdoc REQUIRED)
find_program(GZIP gzip REQUIRED)

# manual_page(NAME.SECTION COMPONENT)
function(manual_page page component)
    set(maker ${PROJECT_SOURCE_DIR}/tools/manual_page.sh)
    set(source ${PROJECT_SOURCE_DIR}/docs/man/${page}.scd)
    set(changelog ${CMAKE_CURRENT_SOURCE_DIR}/debian/changelog)
    set(made ${CMAKE_CURRENT_BINARY_DIR}/man/${page})
    string(REGEX REPLACE ".*\\." "" section ${page})
    add_custom_command(OUTPUT ${made} ${made}.gz
        COMMAND ${maker} ${source} ${made} ${PROJECT_VERSION} ${changelog}
        DEPENDS ${maker} ${source} ${changelog} VERBATIM)
    set_property(DIRECTORY APPEND PROPERTY MANUAL_PAGES ${made}.gz)
    install(FILES ${made}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT ${component})
endfunction()

manual_page(offlinectl.1 daemon)
manual_page(offlined.profile.5 daemon)
manual_page(offlined.8 daemon)
manual_page(mapioffline.3 development)

get_property(pages DIRECTORY PROPERTY MANUAL_PAGES)
add_custom_target(manual ALL DEPENDS ${pages})
