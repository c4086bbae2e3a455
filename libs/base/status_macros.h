#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Abseil 20220623 ships no such macros. Not for an unbraced `if`; one XUEFEN_ASSIGN_OR_RETURN a
// line.
#define XUEFEN_RETURN_IF_ERROR(expr)                                \
  do {                                                              \
    if (absl::Status xuefen_status = (expr); !xuefen_status.ok()) { \
      return xuefen_status;                                         \
    }                                                               \
  } while (false)

#define XUEFEN_CONCAT_INNER_(a, b) a##b
#define XUEFEN_CONCAT_(a, b) XUEFEN_CONCAT_INNER_(a, b)

#define XUEFEN_ASSIGN_OR_RETURN(lhs, expr) \
  XUEFEN_ASSIGN_OR_RETURN_(XUEFEN_CONCAT_(xuefen_statusor_, __LINE__), lhs, expr)
#define XUEFEN_ASSIGN_OR_RETURN_(tmp, lhs, expr) \
  auto tmp = (expr);                             \
  if (!tmp.ok()) {                               \
    return std::move(tmp).status();              \
  }                                              \
  lhs = *std::move(tmp)
