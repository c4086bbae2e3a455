#include "libs/ledger/chain.h"

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"

namespace xuefen::ledger {
namespace {

Sha256Digest Digest(std::int16_t hashing, std::int32_t source, absl::string_view event_key,
                    absl::string_view type, absl::string_view body) {
  constexpr std::size_t kNumberBytes = 5 * sizeof(std::int64_t);
  CanonicalWriter writer(kNumberBytes + event_key.size() + type.size() + body.size());
  writer.Int(hashing).Int(source).Text(event_key).Text(type).Text(body);
  return Sha256(writer.bytes());
}

absl::Status Broken(const StoredEntry& entry, absl::string_view want) {
  return Refusal(Reason::INTERNAL,
                 absl::StrCat("ledger: bucket ", entry.bucket, " entry ", entry.seq, ", ", want));
}

}  // namespace

absl::StatusOr<Sha256Digest> ChainFromBytes(absl::string_view bytes) {
  const std::optional<Sha256Digest> chain = DigestFromBytes(bytes);
  if (!chain.has_value()) return Refusal(Reason::INTERNAL, "ledger: a chain of a wrong length");
  return *chain;
}

Sha256Digest DigestOf(const Entry& entry) {
  return Digest(kHashingVersion, entry.source, entry.event_key, entry.type, entry.body);
}

Sha256Digest DigestOf(const StoredEntry& entry) {
  return Digest(entry.hashing, entry.source, entry.event_key, entry.type, entry.body);
}

Sha256Digest FirstChain(int bucket) {
  return Sha256(absl::StrCat("xuefen ledger 1 bucket ", bucket));
}

Sha256Digest NextChain(const Sha256Digest& chain, const Sha256Digest& digest) {
  std::array<std::uint8_t, 64> both;
  std::copy(chain.begin(), chain.end(), both.begin());
  std::copy(digest.begin(), digest.end(), both.begin() + chain.size());
  return Sha256(AsView(both));
}

absl::Status Follow(const StoredEntry& entry, Place* place) {
  if (entry.seq != place->seq + 1) {
    return Broken(entry, absl::StrCat("want entry ", place->seq + 1));
  }
  if (entry.hashing != kHashingVersion) return Broken(entry, "want a known hashing version");
  if (entry.chain != NextChain(place->chain, DigestOf(entry))) {
    return Broken(entry, "want the chain that follows from the entry before");
  }
  *place = {.seq = entry.seq, .chain = entry.chain};
  return absl::OkStatus();
}

}  // namespace xuefen::ledger
