#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace xuefen {

// Every failure a caller may branch on, with the status code it travels under when it refuses a
// whole call. The names are wire format: append, never rename. The public list with its comments is
// xuefen.common.v1.Reason; a test keeps the two equal.
//
// The first group is about one row of a roster, in the order in which reasons decide.
#define XUEFEN_REASONS(X)                         \
  X(EXTERNAL_ID_MISSING, kInvalidArgument)        \
  X(NAME_MISSING, kInvalidArgument)               \
  X(IDENTITY_LOST_DIGITS, kInvalidArgument)       \
  X(IDENTITY_LENGTH, kInvalidArgument)            \
  X(IDENTITY_CHARACTER, kInvalidArgument)         \
  X(IDENTITY_BIRTH_DATE, kInvalidArgument)        \
  X(IDENTITY_CHECK_DIGIT, kInvalidArgument)       \
  X(DAYS_UNREADABLE, kInvalidArgument)            \
  X(DAYS_REVERSED, kInvalidArgument)              \
  X(HOURS_MISSING, kInvalidArgument)              \
  X(HOURS_UNREADABLE, kInvalidArgument)           \
  X(ASSESSMENT_NOT_PASSED, kFailedPrecondition)   \
  X(ACTIVITY_UNKNOWN, kNotFound)                  \
  X(SUBJECT_MISMATCH, kFailedPrecondition)        \
  X(DAYS_OUTSIDE_ACTIVITY, kFailedPrecondition)   \
  X(HOURS_OVER_ACTIVITY, kFailedPrecondition)     \
  X(PROVIDER_NOT_ACCREDITED, kFailedPrecondition) \
  X(ACTIVITY_NOT_FILED, kFailedPrecondition)      \
  X(PERSON_UNKNOWN, kNotFound)                    \
  X(PERSON_NAME_MISMATCH, kFailedPrecondition)    \
  X(EXTERNAL_ID_REUSED, kAlreadyExists)           \
  X(KIND_NOT_SUPPORTED, kUnimplemented)           \
  X(FIELD_INVALID, kInvalidArgument)              \
  X(MESSAGE_UNREADABLE, kInvalidArgument)         \
  X(BATCH_TOO_LARGE, kInvalidArgument)            \
  X(PAGE_TOKEN_INVALID, kInvalidArgument)         \
  X(FRESHNESS_TOKEN_INVALID, kInvalidArgument)    \
  X(NOT_AUTHENTICATED, kUnauthenticated)          \
  X(ROLE_NOT_ALLOWED, kPermissionDenied)          \
  X(OUT_OF_SCOPE, kPermissionDenied)              \
  X(NOT_FOUND, kNotFound)                         \
  X(ALREADY_EXISTS, kAlreadyExists)               \
  X(REQUEST_ID_REUSED, kAlreadyExists)            \
  X(ETAG_MISMATCH, kAborted)                      \
  X(STATE_CONFLICT, kFailedPrecondition)          \
  X(NOT_FRESH_ENOUGH, kUnavailable)               \
  X(STORAGE_UNAVAILABLE, kUnavailable)            \
  X(CONFLICT_RETRY, kAborted)                     \
  X(OVERLOADED, kResourceExhausted)               \
  X(DEADLINE_TOO_SHORT, kDeadlineExceeded)        \
  X(SHUTTING_DOWN, kUnavailable)                  \
  X(METHOD_NOT_IMPLEMENTED, kUnimplemented)       \
  X(INTERNAL, kInternal)                          \
  X(UPSTREAM_UNAVAILABLE, kUnavailable)

enum class Reason {
#define XUEFEN_REASON_ENUMERATOR(name, code) name,
  XUEFEN_REASONS(XUEFEN_REASON_ENUMERATOR)
#undef XUEFEN_REASON_ENUMERATOR
};

// "IDENTITY_LENGTH" and so on.
absl::string_view ReasonName(Reason reason);

// The reason of that name, if there is one.
std::optional<Reason> ReasonFromName(absl::string_view name);

// All of them, in order of declaration.
const std::vector<Reason>& AllReasons();

// Facts about a refusal that a program may want: ErrorInfo.metadata on the wire. Never personal
// data.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// A status whose code follows from `reason` and which carries reason and metadata as payloads.
// `message` is for developers: "field: value, want condition", in English, without personal data.
absl::Status Refusal(Reason reason, absl::string_view message, const Metadata& metadata = {});

// One field of a request that is not as the contract wants it: BadRequest.FieldViolation on the
// wire.
struct FieldViolation {
  std::string field;        // path from the request, "items[3].first_day"
  std::string description;  // what is wanted, in English
};

// FIELD_INVALID with all the violations at once. `violations` is not empty.
absl::Status InvalidFields(const std::vector<FieldViolation>& violations);

// The reason of a status made above; nothing for any other status.
std::optional<Reason> ReasonOf(const absl::Status& status);
Metadata MetadataOf(const absl::Status& status);
std::vector<FieldViolation> ViolationsOf(const absl::Status& status);

}  // namespace xuefen
