# What `cmake --install` puts where, and the Debian package `cpack -G DEB` makes of it.
# Man page and completions come out of the built program, so they cannot differ from its parser.
set(papers ${CMAKE_BINARY_DIR}/papers)
set(paper_files dwell.1 dwell.bash _dwell dwell.fish)
set(paper_kinds man bash zsh fish)
foreach(file kind IN ZIP_LISTS paper_files paper_kinds)
  add_custom_command(OUTPUT ${papers}/${file}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${papers}
    COMMAND dwell generate ${kind} > ${papers}/${file}
    DEPENDS dwell VERBATIM)
  list(APPEND paper_outputs ${papers}/${file})
endforeach()
add_custom_target(papers ALL DEPENDS ${paper_outputs})
configure_file(packaging/cargo-dwell ${CMAKE_BINARY_DIR}/cargo-dwell COPYONLY)

install(TARGETS dwell)
install(PROGRAMS packaging/cargo-dwell DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${papers}/dwell.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${papers}/dwell.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME dwell)
install(FILES ${papers}/dwell.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
foreach(folder site-functions vendor-completions)  # Debian's own zsh reads the second, others the first
  install(FILES ${papers}/_dwell DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/${folder})
endforeach()
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(DIRECTORY docs/schema DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "The dwell authors")
set(CPACK_PACKAGE_CONTACT "The dwell authors")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libdebuginfod1")
include(CPack)
