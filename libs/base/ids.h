#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "libs/base/bytes.h"

namespace xuefen {

// Everything a person, provider or authority owns lives in one of these; see docs/architecture.md.
inline constexpr int kBuckets = 64;

// An opaque 128-bit id, written as 32 lower-case hexadecimal digits. People's ids are random, so
// that they tell nothing; other ids may be derived from a name.
class Id {
 public:
  Id() = default;
  explicit Id(const std::array<std::uint8_t, 16>& bytes) : bytes_(bytes) {}

  // From the operating system's random source.
  static Id Random();
  // The first half of SHA-256 of `name`: the same name always has the same id.
  static Id Derived(absl::string_view name);
  static std::optional<Id> FromHex(absl::string_view hex);
  static std::optional<Id> FromBytes(absl::string_view bytes);

  std::string Hex() const;
  void AppendHex(std::string* out) const;
  // The 16 raw bytes, for as long as the id lives.
  absl::string_view Bytes() const { return AsView(bytes_); }

  // First byte of SHA-256 of the raw bytes, modulo 64: the same in every service and language.
  int Bucket() const;

  friend auto operator<=>(const Id&, const Id&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Id& id) {
    return H::combine(std::move(h), id.bytes_);
  }

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace xuefen
