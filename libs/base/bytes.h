#pragma once

#include <openssl/sha.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace xuefen {

using Sha256Digest = std::array<std::uint8_t, 32>;

Sha256Digest Sha256(absl::string_view data);

// SHA-256 of data that comes in parts. A copy goes on from the same parts.
class Sha256Stream {
 public:
  Sha256Stream();
  Sha256Stream& Add(absl::string_view data);
  // Of all that was added so far.
  Sha256Digest Digest() const;

 private:
  SHA256_CTX context_;
};

// The bytes of a digest (or any byte array) as a view, and a string of them.
template <std::size_t N>
absl::string_view AsView(const std::array<std::uint8_t, N>& bytes) {
  return absl::string_view(reinterpret_cast<const char*>(bytes.data()), N);
}

// Lower-case hexadecimal.
std::string ToHex(absl::string_view bytes);
std::optional<std::string> FromHex(absl::string_view hex);

// Nothing for any other number of bytes.
std::optional<Sha256Digest> DigestFromBytes(absl::string_view bytes);

// Unambiguous concatenation for hashing: every part is preceded by its length.
//
//   Sha256(CanonicalWriter().Text(name).Int(count).bytes())
class CanonicalWriter {
 public:
  // Memory for so many bytes is asked for at once.
  explicit CanonicalWriter(std::size_t bytes_expected = 256) { bytes_.reserve(bytes_expected); }

  CanonicalWriter& Text(absl::string_view text);  // 8 bytes of length, big-endian, then the bytes
  CanonicalWriter& Int(std::int64_t value);       // 8 bytes, big-endian, two's complement
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace xuefen
