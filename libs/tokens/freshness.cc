#include "libs/tokens/freshness.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"

namespace xuefen::tokens {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kMaxServiceBytes = 32;

// Seven bits a byte, lowest first; the highest bit says that more follow.
void AppendVarint(std::uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

// Takes one off the front of `bytes`. Nothing when it is cut short or larger than an int64.
std::optional<std::int64_t> TakeVarint(absl::string_view& bytes) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 63 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return static_cast<std::int64_t>(value);
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<Freshness> Merge(const Freshness& a, const Freshness& b) {
  if (a.service != b.service) {
    return Refusal(Reason::FRESHNESS_TOKEN_INVALID,
                   absl::StrCat("tokens of ", a.service, " and ", b.service, " do not merge"));
  }
  Freshness merged = a;
  for (const auto& [bucket, seq] : b.positions) {
    std::int64_t& position = merged.positions[bucket];
    position = std::max(position, seq);
  }
  return merged;
}

bool Covers(const std::map<int, std::int64_t>& reached, const std::map<int, std::int64_t>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& want) {
    const auto found = reached.find(want.first);
    return (found == reached.end() ? 0 : found->second) >= want.second;
  });
}

std::string EncodeFreshness(const Freshness& freshness) {
  std::string bytes(1, kVersion);
  AppendVarint(freshness.service.size(), bytes);
  bytes.append(freshness.service);
  for (const auto& [bucket, seq] : freshness.positions) {
    if (seq <= 0) continue;
    AppendVarint(static_cast<std::uint64_t>(bucket), bytes);
    AppendVarint(static_cast<std::uint64_t>(seq), bytes);
  }
  return bytes;
}

std::optional<Freshness> DecodeFreshness(absl::string_view bytes) {
  if (bytes.empty() || bytes.front() != kVersion) return std::nullopt;
  bytes.remove_prefix(1);
  const std::optional<std::int64_t> size = TakeVarint(bytes);
  if (!size.has_value() || static_cast<std::uint64_t>(*size) > kMaxServiceBytes ||
      static_cast<std::size_t>(*size) > bytes.size()) {
    return std::nullopt;
  }
  Freshness freshness;
  freshness.service = std::string(bytes.substr(0, static_cast<std::size_t>(*size)));
  bytes.remove_prefix(static_cast<std::size_t>(*size));
  while (!bytes.empty()) {
    const std::optional<std::int64_t> bucket = TakeVarint(bytes);
    const std::optional<std::int64_t> seq = TakeVarint(bytes);
    if (!bucket.has_value() || *bucket >= kBuckets || !seq.has_value()) return std::nullopt;
    if (!freshness.positions.emplace(static_cast<int>(*bucket), *seq).second) return std::nullopt;
  }
  return freshness;
}

}  // namespace xuefen::tokens
