# How every target of the project is made: language level, warnings, sanitizers, Qt's casting guards.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC OFF)
set(CMAKE_AUTORCC ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

find_program(GUIYI_CCACHE ccache)
if(GUIYI_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${GUIYI_CCACHE}")
endif()

# Paths in debug information are relative to the source tree, so programs don't depend on where that lies, and compiler
# caches serve every clone.
add_compile_options("-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")

find_program(GUIYI_LLD ld.lld)

add_library(guiyi_options INTERFACE)
if(GUIYI_LLD)
  target_link_options(guiyi_options INTERFACE -fuse-ld=lld)
endif()
target_compile_options(guiyi_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror=switch -Werror)
target_compile_definitions(guiyi_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_CAST_FROM_BYTEARRAY
  QT_NO_KEYWORDS QT_NO_FOREACH)
target_include_directories(guiyi_options INTERFACE "${CMAKE_SOURCE_DIR}")
if(GUIYI_SANITIZE)
  list(JOIN GUIYI_SANITIZE "," sanitizers)
  target_compile_options(guiyi_options INTERFACE
    -fsanitize=${sanitizers} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(guiyi_options INTERFACE -fsanitize=${sanitizers})
endif()

# The allocator of the programs people run: records are many small texts, made on one thread and freed on another.
# Sanitizers bring their own.
add_library(guiyi_allocator INTERFACE)
add_library(guiyi::allocator ALIAS guiyi_allocator)
if(NOT GUIYI_SANITIZE)
  find_package(mimalloc 2 REQUIRED)
  target_link_libraries(guiyi_allocator INTERFACE mimalloc)
endif()

# Precompiled headers serve the Qt-facing libraries; the HTML tree is plain C++ and needs none.
function(guiyi_precompile_qt target)
  target_precompile_headers(${target} PRIVATE
    <QtCore/qstring.h> <QtCore/qbytearray.h> <QtCore/qlist.h> <QtCore/qhash.h>
    <string> <string_view> <vector> <map> <unordered_map> <functional> <memory> <optional>)
endfunction()

# guiyi_add_library(name SOURCES ... LINK ...): a static library with the alias guiyi::name.
function(guiyi_add_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_library(guiyi_${name} STATIC ${arg_SOURCES})
  add_library(guiyi::${name} ALIAS guiyi_${name})
  target_link_libraries(guiyi_${name} PUBLIC guiyi_options ${arg_LINK})
endfunction()

# guiyi_add_test(name LABELS unit SOURCES ... LINK ...): one QtTest program, one ctest entry.
function(guiyi_add_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
  if(NOT GUIYI_TESTS)
    return()
  endif()
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE guiyi_options Qt6::Test ${arg_LINK})
  target_compile_definitions(${name} PRIVATE GUIYI_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data"
    GUIYI_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TSAN_OPTIONS=ignore_noninstrumented_modules=1")
endfunction()

# guiyi_add_fuzzer(name SOURCES ... LINK ... [SECONDS n]): a libFuzzer target; its corpus is
# tests/fuzz/corpus/<name>. SECONDS is how long its test lasts, where that is not scripts/fuzz-one's own limit.
function(guiyi_add_fuzzer name)
  cmake_parse_arguments(arg "" "SECONDS" "SOURCES;LINK" ${ARGN})
  if(NOT GUIYI_FUZZ)
    return()
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE guiyi_options ${arg_LINK})
  target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  add_test(NAME ${name} COMMAND "${CMAKE_SOURCE_DIR}/scripts/fuzz-one" $<TARGET_FILE:${name}>
           "${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name}" ${arg_SECONDS})
  set_tests_properties(${name} PROPERTIES LABELS fuzz TIMEOUT 300)
endfunction()
