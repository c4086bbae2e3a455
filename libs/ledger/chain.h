#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/bytes.h"
#include "libs/ledger/entry.h"

// How entries are chained; docs/ledger.md says it in words, for other languages.
namespace xuefen::ledger {

// The only way of hashing so far. It stands beside each entry.
inline constexpr std::int16_t kHashingVersion = 1;

// An entry as it stands in a ledger.
struct StoredEntry {
  int bucket = 0;
  std::int64_t seq = 0;
  std::int32_t source = 0;
  std::string event_key;
  std::string type;
  std::int16_t hashing = kHashingVersion;
  std::string body;
  Sha256Digest chain{};  // after this entry
};

// A chain as the database keeps it; INTERNAL unless it has 32 bytes.
absl::StatusOr<Sha256Digest> ChainFromBytes(absl::string_view bytes);

// Digest of all that an entry says.
Sha256Digest DigestOf(const Entry& entry);
Sha256Digest DigestOf(const StoredEntry& entry);

// The chain of a bucket before its first entry, and after one more entry.
Sha256Digest FirstChain(int bucket);
Sha256Digest NextChain(const Sha256Digest& chain, const Sha256Digest& digest);

// A place in a bucket: the last entry's number and the chain after it.
struct Place {
  std::int64_t seq = 0;
  Sha256Digest chain{};

  static Place Start(int bucket) { return {.seq = 0, .chain = FirstChain(bucket)}; }
  friend bool operator==(const Place&, const Place&) = default;
};

// Moves `place` on to `entry`. INTERNAL when the entry is not the next one or its chain is not the
// one that must follow: then something was lost, repeated or altered on the way or in the database.
absl::Status Follow(const StoredEntry& entry, Place* place);

}  // namespace xuefen::ledger
