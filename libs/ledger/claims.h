#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/base/bytes.h"
#include "libs/pg/transaction.h"

namespace xuefen::ledger {

// The first 128 bits of a SHA-256: enough that two never meet by chance, and a uuid in PostgreSQL.
using ShortDigest = std::array<std::uint8_t, 16>;
ShortDigest Shorten(const Sha256Digest& digest);

// An event key that is taken, and where its entry stands.
struct Claim {
  ShortDigest digest{};  // of the content, see Entry::content_digest
  int bucket = 0;
  std::int64_t seq = 0;

  bool HasContent(const Sha256Digest& content_digest) const {
    return digest == Shorten(content_digest);
  }
};

// The claims of `source` on `event_keys`, in their order; nothing where a key is free. A claim,
// once seen, stays for ever; a free key may be taken a moment later.
absl::StatusOr<std::vector<std::optional<Claim>>> Lookup(pg::Transaction& transaction,
                                                         std::int32_t source,
                                                         absl::Span<const std::string> event_keys);

// The form in which claims hold a key.
ShortDigest ShortKey(absl::string_view event_key);

// The same as Lookup by short keys.
absl::StatusOr<std::vector<std::optional<Claim>>> LookupShort(pg::Transaction& transaction,
                                                              std::int32_t source,
                                                              absl::Span<const ShortDigest> keys);

}  // namespace xuefen::ledger
