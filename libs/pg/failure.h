#pragma once

#include <exception>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libpq-fe.h"

namespace xuefen::pg {

// What went wrong in the database, as a status. The SQLSTATE travels as metadata "sqlstate";
// nothing of the server's message does, because it may quote values. Only errors in the SQL itself
// (class 42) keep the first line of their message: it names columns and tables.
//
//   40001, 40P01, 55P03            CONFLICT_RETRY
//   08*, 57P0x, 53*, 25006, 57014  STORAGE_UNAVAILABLE
//   all others                     INTERNAL
absl::Status Failure(absl::string_view sqlstate, absl::string_view server_message = "");

// The failure that `result` reports; `connection` tells a lost connection from a refused statement.
absl::Status FailureOf(const PGconn* connection, const PGresult* result);

// The failure that a libpqxx exception reports. Anything else thrown is INTERNAL.
absl::Status FailureOf(const std::exception& exception);

// The SQLSTATE of a status made above; nothing for any other status. A connection that was lost or
// could not be made has 08006.
std::optional<std::string> SqlStateOf(const absl::Status& status);

// Nobody knows whether the transaction was committed (SQLSTATE 08007).
absl::Status InDoubt();
bool IsInDoubt(const absl::Status& status);

// The transaction left no trace, and the same transaction may well succeed when it is run again.
bool IsTransient(const absl::Status& status);

}  // namespace xuefen::pg
