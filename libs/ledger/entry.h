#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/bytes.h"

namespace xuefen::ledger {

// Something to be appended.
struct Entry {
  // From 0 to kBuckets - 1.
  int bucket = 0;

  // Number of the source inside the service, such as the number of the submitting provider; 0 is
  // the service itself.
  std::int32_t source = 0;

  // The source's own name for the event, unique with the source for ever: UTF-8 without NUL, at
  // most 1,000 bytes. Empty: the entry has no name and makes no claim; it is appended each time.
  std::string event_key;

  // Name of the message in `body`, without package: a literal, or what a descriptor says.
  absl::string_view type;

  // Stored exactly as it is hashed.
  std::string body;

  // Equal for two entries with the same key exactly when they mean the same. It is a digest of the
  // fields the service chooses to compare, not of `body`. Not looked at without a key.
  Sha256Digest content_digest{};
};

// FIELD_INVALID for an entry that the database would refuse, together with all others of its group.
absl::Status CheckEntry(const Entry& entry);

// What became of an entry.
enum class Answer {
  kAppended,
  kDuplicate,  // its key was used before, with the same content
  kConflict,   // its key was used before, with other content
};

struct Outcome {
  Answer answer = Answer::kAppended;
  // Where the entry with this key stands: the appended one, or the one that was there before.
  int bucket = 0;
  std::int64_t seq = 0;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

}  // namespace xuefen::ledger
