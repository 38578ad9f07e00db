# `--version` names the commit. Who builds outside of a clone names it by -DGAINSAY_COMMIT=; a tarball says "unknown".
find_package(Git QUIET)
if(NOT DEFINED CACHE{GAINSAY_COMMIT})
  set(GAINSAY_COMMIT "unknown")
endif()
if(NOT DEFINED CACHE{GAINSAY_COMMIT} AND GIT_FOUND AND EXISTS ${PROJECT_SOURCE_DIR}/.git)
  execute_process(COMMAND ${GIT_EXECUTABLE} -C ${PROJECT_SOURCE_DIR} describe --always --dirty --abbrev=12
    OUTPUT_VARIABLE GAINSAY_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
configure_file(${PROJECT_SOURCE_DIR}/cmake/version.h.in ${PROJECT_BINARY_DIR}/generated/gainsay_version.h)
include_directories(${PROJECT_BINARY_DIR}/generated)
