#include "libs/pg/failure.h"

#include <algorithm>
#include <array>
#include <pqxx/except>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/refusal.h"

namespace xuefen::pg {
namespace {

constexpr char kSqlState[] = "sqlstate";
constexpr char kConnectionLost[] = "08006";
constexpr char kResolutionUnknown[] = "08007";
constexpr std::array<absl::string_view, 3> kConflicts = {"40001", "40P01", "55P03"};

bool IsConflict(absl::string_view sqlstate) {
  return std::find(kConflicts.begin(), kConflicts.end(), sqlstate) != kConflicts.end();
}

// The server or the way to it is gone; a standby (25006) is no server for us either.
bool IsAbsence(absl::string_view sqlstate) {
  return absl::StartsWith(sqlstate, "08") || absl::StartsWith(sqlstate, "57P") ||
         sqlstate == "53300" || sqlstate == "25006";
}

Reason ReasonFor(absl::string_view sqlstate) {
  if (IsConflict(sqlstate)) return Reason::CONFLICT_RETRY;
  const bool no_room_or_time = absl::StartsWith(sqlstate, "53") || sqlstate == "57014";
  if (IsAbsence(sqlstate) || no_room_or_time) return Reason::STORAGE_UNAVAILABLE;
  return Reason::INTERNAL;
}

std::string FirstLine(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('\n', 1));
  return std::string(parts.first);
}

}  // namespace

absl::Status Failure(absl::string_view sqlstate, absl::string_view server_message) {
  std::string message = absl::StrCat("database: SQLSTATE ", sqlstate);
  if (absl::StartsWith(sqlstate, "42")) {
    absl::StrAppend(&message, ": ", FirstLine(server_message));
  }
  return Refusal(ReasonFor(sqlstate), message, {{kSqlState, std::string(sqlstate)}});
}

absl::Status FailureOf(const PGconn* connection, const PGresult* result) {
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (sqlstate != nullptr) {
    const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    return Failure(sqlstate, message == nullptr ? "" : message);
  }
  // An error without a code was made by libpq, which could not send or read. The session may look
  // well all the same: a server that dies says so before it goes, and libpq, unable to write, reads
  // that and takes the connection to be there.
  const bool lost =
      PQstatus(connection) != CONNECTION_OK || PQresultStatus(result) == PGRES_FATAL_ERROR;
  if (lost) return Failure(kConnectionLost);
  return Refusal(Reason::INTERNAL, "database: an answer of an unexpected kind");
}

absl::Status FailureOf(const std::exception& exception) {
  if (dynamic_cast<const pqxx::broken_connection*>(&exception) != nullptr) {
    return Failure(kConnectionLost);
  }
  if (dynamic_cast<const pqxx::serialization_failure*>(&exception) != nullptr) {
    return Failure("40001");
  }
  if (dynamic_cast<const pqxx::deadlock_detected*>(&exception) != nullptr) return Failure("40P01");
  if (const auto* error = dynamic_cast<const pqxx::sql_error*>(&exception)) {
    // An error without a code was made by libpqxx for a connection that gave no answer.
    if (error->sqlstate().empty()) return Failure(kConnectionLost);
    return Failure(error->sqlstate(), error->what());
  }
  return Refusal(Reason::INTERNAL, "database: a result was not as the program expects it");
}

std::optional<std::string> SqlStateOf(const absl::Status& status) {
  for (auto& [key, value] : MetadataOf(status)) {
    if (key == kSqlState) return value;
  }
  return std::nullopt;
}

absl::Status InDoubt() {
  return Refusal(Reason::STORAGE_UNAVAILABLE, "database: the outcome of the commit is not known",
                 {{kSqlState, kResolutionUnknown}});
}

bool IsInDoubt(const absl::Status& status) { return SqlStateOf(status) == kResolutionUnknown; }

bool IsTransient(const absl::Status& status) {
  const std::optional<std::string> sqlstate = SqlStateOf(status);
  if (!sqlstate.has_value() || *sqlstate == kResolutionUnknown) return false;
  return IsConflict(*sqlstate) || IsAbsence(*sqlstate);
}

}  // namespace xuefen::pg
