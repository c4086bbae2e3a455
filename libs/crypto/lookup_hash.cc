#include "libs/crypto/lookup_hash.h"

#include <openssl/crypto.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace xuefen::crypto {

// RFC 2104. OpenSSL's own takes several times as long, mostly to make a context for each value.
LookupHash::LookupHash(const KeyRing& keys) : key_id_(keys.primary().id) {
  inner_.fill(0x36);
  outer_.fill(0x5c);
  const auto& key = keys.primary().bytes;
  static_assert(sizeof(key) <= kBlockBytes);
  for (std::size_t i = 0; i < key.size(); ++i) {
    inner_[i] ^= key[i];
    outer_[i] ^= key[i];
  }
}

LookupHash::~LookupHash() {
  OPENSSL_cleanse(inner_.data(), inner_.size());
  OPENSSL_cleanse(outer_.data(), outer_.size());
}

Sha256Digest LookupHash::Of(absl::string_view purpose, absl::string_view value) const {
  const std::string input = CanonicalWriter().Text(purpose).Text(value).bytes();
  const Sha256Digest inside = Sha256(absl::StrCat(AsView(inner_), input));
  return Sha256(absl::StrCat(AsView(outer_), AsView(inside)));
}

bool ConstantTimeEquals(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace xuefen::crypto
