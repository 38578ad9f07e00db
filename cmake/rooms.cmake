# One way to declare a room: a library of a folder's .c files, a program, a unit test.

# gainsay_library(NAME SOURCES file... [LINKS target...]): static library gainsay_NAME.
function(gainsay_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(gainsay_${name} STATIC ${ARG_SOURCES})
  target_include_directories(gainsay_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(gainsay_${name} PUBLIC ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
endfunction()

# gainsay_program(gainsay-store SOURCES main.c LINKS gainsay_x...)
function(gainsay_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS})
  install(TARGETS ${name} RUNTIME DESTINATION bin)
endfunction()

# gainsay_unit_test(test_arena LINKS gainsay_base): tests/unit/test_arena.c as a ctest of label "unit".
function(gainsay_unit_test name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  add_executable(${name} ${CMAKE_CURRENT_SOURCE_DIR}/${name}.c)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} PkgConfig::CMOCKA)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 60 ENVIRONMENT "GAINSAY_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
endfunction()
