#include "libs/crypto/sealed.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstdint>
#include <cstdlib>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace xuefen::crypto {
namespace {

constexpr char kSuiteAes256Gcm = 1;
constexpr std::size_t kHeaderBytes = 1 + 4;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Encryption fails only when the machine is out of memory or entropy; nothing sensible follows
// then.
void Must(bool done) {
  if (!done) std::abort();
}

std::string Header(KeyId id) {
  std::string header(1, kSuiteAes256Gcm);
  for (int shift = 24; shift >= 0; shift -= 8) header.push_back(static_cast<char>(id >> shift));
  return header;
}

KeyId KeyIdAt(absl::string_view bytes) {
  KeyId id = 0;
  for (const char byte : bytes.substr(1, 4)) id = (id << 8) | static_cast<std::uint8_t>(byte);
  return id;
}

// Looked up once: that takes longer than sealing a token.
const EVP_CIPHER* Aes256Gcm() {
  static EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  Must(cipher != nullptr);
  return cipher;
}

// A context with key, nonce and everything that is authenticated but not enciphered.
CipherContext Start(const Key& key, absl::string_view nonce, absl::string_view header,
                    absl::string_view context, int encrypting) {
  CipherContext cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int ignored = 0;
  Must(cipher != nullptr &&
       EVP_CipherInit_ex(cipher.get(), Aes256Gcm(), nullptr, key.bytes.data(), Bytes(nonce),
                         encrypting) == 1 &&
       EVP_CipherUpdate(cipher.get(), nullptr, &ignored, Bytes(header),
                        static_cast<int>(header.size())) == 1 &&
       EVP_CipherUpdate(cipher.get(), nullptr, &ignored, Bytes(context),
                        static_cast<int>(context.size())) == 1);
  return cipher;
}

}  // namespace

std::string Seal(const KeyRing& keys, absl::string_view context, absl::string_view plain) {
  const std::string header = Header(keys.primary().id);
  std::string nonce(kNonceBytes, '\0');
  Must(RAND_bytes(Bytes(nonce), kNonceBytes) == 1);
  const CipherContext cipher = Start(keys.primary(), nonce, header, context, 1);
  std::string body(plain.size(), '\0');
  std::string tag(kTagBytes, '\0');
  int written = 0;
  Must(EVP_CipherUpdate(cipher.get(), Bytes(body), &written, Bytes(plain),
                        static_cast<int>(plain.size())) == 1 &&
       EVP_CipherFinal_ex(cipher.get(), Bytes(body) + written, &written) == 1 &&
       EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()) == 1);
  return absl::StrCat(header, nonce, body, tag);
}

absl::StatusOr<KeyId> KeyIdOf(absl::string_view sealed) {
  if (sealed.size() < kSealOverheadBytes) return absl::DataLossError("sealed bytes are cut short");
  if (sealed[0] != kSuiteAes256Gcm) {
    return absl::DataLossError(
        absl::StrCat("sealed with the unknown suite ", static_cast<std::uint8_t>(sealed[0])));
  }
  return KeyIdAt(sealed);
}

absl::StatusOr<std::string> Open(const KeyRing& keys, absl::string_view context,
                                 absl::string_view sealed) {
  XUEFEN_ASSIGN_OR_RETURN(const KeyId id, KeyIdOf(sealed));
  XUEFEN_ASSIGN_OR_RETURN(const Key key, keys.Find(id));
  const absl::string_view header = sealed.substr(0, kHeaderBytes);
  const absl::string_view nonce = sealed.substr(kHeaderBytes, kNonceBytes);
  const absl::string_view body =
      sealed.substr(kHeaderBytes + kNonceBytes, sealed.size() - kSealOverheadBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  const CipherContext cipher = Start(key, nonce, header, context, 0);
  std::string plain(body.size(), '\0');
  int written = 0;
  if (EVP_CipherUpdate(cipher.get(), Bytes(plain), &written, Bytes(body),
                       static_cast<int>(body.size())) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) != 1 ||
      EVP_CipherFinal_ex(cipher.get(), Bytes(plain) + written, &written) != 1) {
    return absl::DataLossError("sealed bytes are damaged or belong elsewhere");
  }
  return plain;
}

}  // namespace xuefen::crypto
