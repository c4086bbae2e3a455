#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace xuefen {

using Sha256Digest = std::array<std::uint8_t, 32>;

Sha256Digest Sha256(absl::string_view data);

// The bytes of a digest (or any byte array) as a view, and a string of them.
template <std::size_t N>
absl::string_view AsView(const std::array<std::uint8_t, N>& bytes) {
  return absl::string_view(reinterpret_cast<const char*>(bytes.data()), N);
}

// Lower-case hexadecimal.
std::string ToHex(absl::string_view bytes);
std::optional<std::string> FromHex(absl::string_view hex);

// Unambiguous concatenation for hashing: every part is preceded by its length.
//
//   Sha256(CanonicalWriter().Text(name).Int(count).bytes())
class CanonicalWriter {
 public:
  CanonicalWriter& Text(absl::string_view text);  // 8 bytes of length, big-endian, then the bytes
  CanonicalWriter& Int(std::int64_t value);       // 8 bytes, big-endian, two's complement
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace xuefen
