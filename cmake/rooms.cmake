# dwell_room(NAME LIBS...): the static library of src/NAME, all its .cpp files.
# A room without sources yet is an interface library, so that what stands above it can link it all the same.
function(dwell_room name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")   # the program's; tests bring their own
  if(sources)
    add_library(dwell_${name} STATIC ${sources})
    target_include_directories(dwell_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(dwell_${name} PUBLIC ${ARGN} PRIVATE dwell_warnings)
  else()
    add_library(dwell_${name} INTERFACE)
    target_include_directories(dwell_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(dwell_${name} INTERFACE ${ARGN})
  endif()
endfunction()
