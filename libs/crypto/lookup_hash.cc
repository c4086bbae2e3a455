#include "libs/crypto/lookup_hash.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <cstdlib>
#include <string>

namespace xuefen::crypto {
namespace {

// Hashing fails only when the machine is out of memory; nothing sensible follows then.
void Must(bool done) {
  if (!done) std::abort();
}

}  // namespace

LookupHash::LookupHash(const KeyRing& keys) : key_id_(keys.primary().id) {
  EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                               OSSL_PARAM_construct_end()};
  const Key& key = keys.primary();
  keyed_ = EVP_MAC_CTX_new(hmac);
  EVP_MAC_free(hmac);
  Must(keyed_ != nullptr && EVP_MAC_init(keyed_, key.bytes.data(), key.bytes.size(), params) == 1);
}

LookupHash::~LookupHash() { EVP_MAC_CTX_free(keyed_); }

Sha256Digest LookupHash::Of(absl::string_view purpose, absl::string_view value) const {
  const std::string input = CanonicalWriter().Text(purpose).Text(value).bytes();
  const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> mac(EVP_MAC_CTX_dup(keyed_),
                                                                      EVP_MAC_CTX_free);
  Sha256Digest digest;
  std::size_t size = 0;
  Must(mac != nullptr &&
       EVP_MAC_update(mac.get(), reinterpret_cast<const unsigned char*>(input.data()),
                      input.size()) == 1 &&
       EVP_MAC_final(mac.get(), digest.data(), &size, digest.size()) == 1 && size == digest.size());
  return digest;
}

bool ConstantTimeEquals(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace xuefen::crypto
