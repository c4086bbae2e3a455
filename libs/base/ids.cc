#include "libs/base/ids.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>

namespace xuefen {
namespace {

using HexOfByte = std::array<std::array<char, 2>, 256>;

constexpr HexOfByte MakeHexOfByte() {
  constexpr char kDigits[] = "0123456789abcdef";
  HexOfByte hex{};
  for (std::size_t byte = 0; byte < hex.size(); ++byte) {
    hex[byte] = {kDigits[byte / 16], kDigits[byte % 16]};
  }
  return hex;
}

constexpr HexOfByte kHexOfByte = MakeHexOfByte();

}  // namespace

Id Id::Random() {
  Id id;
  // Without randomness there are no safe ids; nothing sensible can go on.
  if (RAND_bytes(id.bytes_.data(), static_cast<int>(id.bytes_.size())) != 1) std::abort();
  return id;
}

Id Id::Derived(absl::string_view name) {
  const Sha256Digest digest = Sha256(name);
  Id id;
  std::copy_n(digest.begin(), id.bytes_.size(), id.bytes_.begin());
  return id;
}

std::optional<Id> Id::FromBytes(absl::string_view bytes) {
  Id id;
  if (bytes.size() != id.bytes_.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), id.bytes_.begin());
  return id;
}

std::optional<Id> Id::FromHex(absl::string_view hex) {
  const std::optional<std::string> bytes = xuefen::FromHex(hex);
  if (!bytes.has_value()) return std::nullopt;
  return FromBytes(*bytes);
}

std::string Id::Hex() const {
  std::string hex;
  AppendHex(&hex);
  return hex;
}

void Id::AppendHex(std::string* out) const {
  std::array<char, 2 * sizeof(bytes_)> hex;
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    std::copy_n(kHexOfByte[bytes_[i]].begin(), 2, hex.begin() + 2 * i);
  }
  out->append(hex.data(), hex.size());
}

int Id::Bucket() const { return Sha256(AsView(bytes_))[0] % kBuckets; }

}  // namespace xuefen
