#include "libs/ledger/claims.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"

namespace xuefen::ledger {
namespace {

// One source, so that it concerns one shard and the planner cannot but use the primary key.
constexpr pg::Statement kLookup = {
    "ledger_lookup",
    "SELECT key, digest, bucket, seq FROM claim WHERE source = $1 AND key = ANY($2)"};

ShortDigest ReadShort(absl::string_view bytes) {
  ShortDigest digest{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
  return digest;
}

}  // namespace

ShortDigest Shorten(const Sha256Digest& digest) {
  ShortDigest first_half;
  std::copy_n(digest.begin(), first_half.size(), first_half.begin());
  return first_half;
}

ShortDigest ShortKey(absl::string_view event_key) { return Shorten(Sha256(event_key)); }

absl::StatusOr<std::vector<std::optional<Claim>>> LookupShort(pg::Transaction& transaction,
                                                              std::int32_t source,
                                                              absl::Span<const ShortDigest> keys) {
  std::vector<absl::string_view> views;
  for (const ShortDigest& key : keys) views.push_back(AsView(key));
  absl::flat_hash_map<ShortDigest, Claim> found;
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(transaction, kLookup,
                                        pg::BinaryParams().Int32(source).UuidArray(views),
                                        [&](pg::BinaryFields& row) {
                                          Claim& claim = found[ReadShort(row.Bytes())];
                                          claim.digest = ReadShort(row.Bytes());
                                          claim.bucket = row.Int16();
                                          claim.seq = row.Int64();
                                          return absl::OkStatus();
                                        }));
  std::vector<std::optional<Claim>> claims;
  for (const ShortDigest& key : keys) {
    const auto it = found.find(key);
    claims.push_back(it == found.end() ? std::nullopt : std::optional<Claim>(it->second));
  }
  return claims;
}

absl::StatusOr<std::vector<std::optional<Claim>>> Lookup(pg::Transaction& transaction,
                                                         std::int32_t source,
                                                         absl::Span<const std::string> event_keys) {
  std::vector<ShortDigest> keys;
  for (const std::string& event_key : event_keys) keys.push_back(ShortKey(event_key));
  return LookupShort(transaction, source, keys);
}

}  // namespace xuefen::ledger
