#include "libs/base/bytes.h"

// OpenSSL 3 has deprecated the functions of one algorithm. What is to replace them, and SHA256()
// itself, looks the algorithm up by its name each time, which takes ten times as long as hashing.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace xuefen {

Sha256Digest Sha256(absl::string_view data) {
  Sha256Digest digest;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, data.data(), data.size());
  SHA256_Final(digest.data(), &context);
  return digest;
}

std::string ToHex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

std::optional<std::string> FromHex(absl::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  for (const char c : hex) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return std::nullopt;
  }
  return absl::HexStringToBytes(hex);
}

CanonicalWriter& CanonicalWriter::Int(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  std::array<char, sizeof(bits)> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(bits >> (56 - 8 * i));
  bytes_.append(bytes.data(), bytes.size());
  return *this;
}

CanonicalWriter& CanonicalWriter::Text(absl::string_view text) {
  Int(static_cast<std::int64_t>(text.size()));
  bytes_.append(text.data(), text.size());
  return *this;
}

}  // namespace xuefen
