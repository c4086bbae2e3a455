#include "libs/crypto/lookup_hash.h"

#include <openssl/crypto.h>

#include <array>
#include <cstdint>

namespace xuefen::crypto {
namespace {

constexpr std::size_t kBlockBytes = 64;

// The key, filled up to a block, with `pad` in each byte.
Sha256Stream Keyed(const KeyRing& keys, std::uint8_t pad) {
  const auto& key = keys.primary().bytes;
  static_assert(sizeof(key) <= kBlockBytes);
  std::array<std::uint8_t, kBlockBytes> block;
  block.fill(pad);
  for (std::size_t i = 0; i < key.size(); ++i) block[i] ^= key[i];
  const Sha256Stream keyed = Sha256Stream().Add(AsView(block));
  OPENSSL_cleanse(block.data(), block.size());
  return keyed;
}

}  // namespace

// RFC 2104. OpenSSL's own takes several times as long, mostly to make a context for each value.
LookupHash::LookupHash(const KeyRing& keys)
    : key_id_(keys.primary().id), inner_(Keyed(keys, 0x36)), outer_(Keyed(keys, 0x5c)) {}

LookupHash::~LookupHash() {
  OPENSSL_cleanse(&inner_, sizeof(inner_));
  OPENSSL_cleanse(&outer_, sizeof(outer_));
}

Sha256Digest LookupHash::Of(absl::string_view purpose, absl::string_view value) const {
  CanonicalWriter input;
  input.Text(purpose).Text(value);
  const Sha256Digest inside = Sha256Stream(inner_).Add(input.bytes()).Digest();
  return Sha256Stream(outer_).Add(AsView(inside)).Digest();
}

bool ConstantTimeEquals(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace xuefen::crypto
