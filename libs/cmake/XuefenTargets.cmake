# Helpers for every target of the tree. CMake does not complain about a missing dependency, so each
# target names all that it includes.

# g++ 12's -Wrestrict is wrong about assignments to std::string (GCC bug 105651).
set(XUEFEN_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror
                    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)

# xuefen_cc_library(NAME hours SRCS hours.cc DEPS xuefen::base)
#
# A static library `xuefen_<name>` with the alias `xuefen::<name>`. Without SRCS it is header-only.
function(xuefen_cc_library)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SRCS;DEPS")
  if(arg_SRCS)
    add_library(xuefen_${arg_NAME} STATIC ${arg_SRCS})
    target_compile_options(xuefen_${arg_NAME} PRIVATE ${XUEFEN_WARNINGS})
    set(scope PUBLIC)
  else()
    add_library(xuefen_${arg_NAME} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(xuefen::${arg_NAME} ALIAS xuefen_${arg_NAME})
  target_include_directories(xuefen_${arg_NAME} ${scope} ${PROJECT_SOURCE_DIR})
  target_link_libraries(xuefen_${arg_NAME} ${scope} ${arg_DEPS})
endfunction()

# xuefen_cc_binary(NAME xuefen-credit SRCS main.cc DEPS ...): a program, in build/<preset>/bin. The
# target `programs` builds all of them. They use XUEFEN_ALLOCATOR.
add_custom_target(programs)
function(xuefen_cc_binary)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SRCS;DEPS")
  add_executable(${arg_NAME} ${arg_SRCS})
  target_compile_options(${arg_NAME} PRIVATE ${XUEFEN_WARNINGS})
  target_link_libraries(${arg_NAME} PRIVATE ${XUEFEN_ALLOCATOR} ${arg_DEPS})
  set_target_properties(${arg_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  add_dependencies(programs ${arg_NAME})
endfunction()

# xuefen_cc_test(NAME hours_test SRCS hours_test.cc DEPS xuefen::base LABEL unit)
#
# Labels: unit (no process, no database), integration (wants a private PostgreSQL, see tests/run),
# e2e (starts the real programs).
function(xuefen_cc_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;LABEL" "SRCS;DEPS")
  if(XUEFEN_FUZZ)
    return()
  endif()
  add_executable(${arg_NAME} ${arg_SRCS})
  target_compile_options(${arg_NAME} PRIVATE ${XUEFEN_WARNINGS})
  target_link_libraries(${arg_NAME} PRIVATE ${arg_DEPS} GTest::gmock GTest::gtest_main)
  # Read by the preset `dev` only.
  set(suppressions "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp")
  gtest_discover_tests(${arg_NAME} PROPERTIES LABELS ${arg_LABEL} ENVIRONMENT "${suppressions}"
                       DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120)
endfunction()

# xuefen_cc_fuzzer(NAME roster_fuzz SRCS roster_fuzz.cc DEPS ...): built by the preset `fuzz` only. The
# target `fuzzers` builds all of them.
add_custom_target(fuzzers)
function(xuefen_cc_fuzzer)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SRCS;DEPS")
  if(NOT XUEFEN_FUZZ)
    return()
  endif()
  add_executable(${arg_NAME} ${arg_SRCS})
  target_compile_options(${arg_NAME} PRIVATE ${XUEFEN_WARNINGS})
  target_link_options(${arg_NAME} PRIVATE -fsanitize=fuzzer)
  add_dependencies(fuzzers ${arg_NAME})
  target_link_libraries(${arg_NAME} PRIVATE ${arg_DEPS})
endfunction()

# xuefen_proto_library(NAME credit_proto PROTOS xuefen/credit/v1/credit_service.proto [GRPC] DEPS ...)
#
# Paths are relative to proto/, or to ROOT for contracts that only tests use. With GRPC the client stubs
# are generated too. CMake 3.25 finds Debian's protobuf by module, which knows neither gRPC nor nested
# packages; hence this function.
function(xuefen_proto_library)
  cmake_parse_arguments(PARSE_ARGV 0 arg "GRPC" "NAME;ROOT" "PROTOS;DEPS")
  set(root ${PROJECT_SOURCE_DIR}/proto)
  set(imports -I${root})
  if(arg_ROOT)
    set(root ${arg_ROOT})
    list(APPEND imports -I${root})
  endif()
  set(out ${PROJECT_BINARY_DIR}/gen)
  file(MAKE_DIRECTORY ${out})
  set(generated)
  foreach(proto IN LISTS arg_PROTOS)
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    set(files ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    set(flags --cpp_out=${out})
    if(arg_GRPC)
      list(APPEND files ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
      list(APPEND flags --grpc_out=${out}
                        --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
    endif()
    add_custom_command(
      OUTPUT ${files}
      COMMAND protobuf::protoc ${imports} ${flags} ${root}/${proto}
      DEPENDS ${root}/${proto} VERBATIM)
    list(APPEND generated ${files})
  endforeach()
  add_library(xuefen_${arg_NAME} STATIC ${generated})
  add_library(xuefen::${arg_NAME} ALIAS xuefen_${arg_NAME})
  target_include_directories(xuefen_${arg_NAME} SYSTEM PUBLIC ${out})
  target_link_libraries(xuefen_${arg_NAME} PUBLIC protobuf::libprotobuf ${arg_DEPS}
                        $<$<BOOL:${arg_GRPC}>:gRPC::grpc++>)
endfunction()

# xuefen_migrations(NAME registry_migrations SET registry FUNCTION RegistryMigrations
#                   [DIRECTORY storage/migrations])
#
# Embeds NNNN_verb_noun.sql of DIRECTORY (migrations/ if not given). The library xuefen::<name> has the
# header "migrations/<name>.h" with `const xuefen::pg::MigrationSet& xuefen::<function>()`.
function(xuefen_migrations)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;SET;FUNCTION;DIRECTORY" "")
  if(NOT arg_DIRECTORY)
    set(arg_DIRECTORY migrations)
  endif()
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${arg_DIRECTORY}/*.sql)
  list(SORT files)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set(steps "")
  foreach(file IN LISTS files)
    get_filename_component(step ${file} NAME_WE)
    file(READ ${file} sql)
    string(APPEND steps "          {\"${step}\", R\"sql(${sql})sql\"},\n")
  endforeach()
  set(stem ${PROJECT_BINARY_DIR}/gen/migrations/${arg_NAME})
  file(CONFIGURE OUTPUT ${stem}.h @ONLY CONTENT [[
#pragma once

#include "libs/pg/migrations.h"

namespace xuefen {
const pg::MigrationSet& @arg_FUNCTION@();
}
]])
  file(CONFIGURE OUTPUT ${stem}.cc @ONLY CONTENT [[
#include "migrations/@arg_NAME@.h"

const xuefen::pg::MigrationSet& xuefen::@arg_FUNCTION@() {
  static const auto* const kSet = new pg::MigrationSet{
      "@arg_SET@",
      {
@steps@      }};
  return *kSet;
}
]])
  xuefen_cc_library(NAME ${arg_NAME} SRCS ${stem}.cc DEPS xuefen::pg)
  target_include_directories(xuefen_${arg_NAME} PUBLIC ${PROJECT_BINARY_DIR}/gen)
endfunction()
