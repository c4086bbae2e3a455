// OpenSSL 3 has deprecated the functions of one algorithm. What is to replace them, and SHA256()
// itself, looks the algorithm up by its name each time, which takes ten times as long as hashing.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "libs/base/bytes.h"

#include <endian.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace xuefen {

Sha256Stream::Sha256Stream() { SHA256_Init(&context_); }

Sha256Stream& Sha256Stream::Add(absl::string_view data) {
  SHA256_Update(&context_, data.data(), data.size());
  return *this;
}

Sha256Digest Sha256Stream::Digest() const {
  Sha256Digest digest;
  SHA256_CTX context = context_;
  SHA256_Final(digest.data(), &context);
  return digest;
}

Sha256Digest Sha256(absl::string_view data) { return Sha256Stream().Add(data).Digest(); }

std::string ToHex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

std::optional<std::string> FromHex(absl::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  for (const char c : hex) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return std::nullopt;
  }
  return absl::HexStringToBytes(hex);
}

std::optional<Sha256Digest> DigestFromBytes(absl::string_view bytes) {
  Sha256Digest digest;
  if (bytes.size() != digest.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

CanonicalWriter& CanonicalWriter::Int(std::int64_t value) {
  const std::uint64_t bits = htobe64(static_cast<std::uint64_t>(value));
  std::array<char, sizeof(bits)> bytes;
  std::memcpy(bytes.data(), &bits, sizeof(bits));
  bytes_.append(bytes.data(), bytes.size());
  return *this;
}

CanonicalWriter& CanonicalWriter::Text(absl::string_view text) {
  Int(static_cast<std::int64_t>(text.size()));
  bytes_.append(text.data(), text.size());
  return *this;
}

}  // namespace xuefen
