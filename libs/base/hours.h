#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace xuefen {

// Class hours (学时) as exact hundredths. Never floating point: 0.1 has no binary form.
class Hours {
 public:
  constexpr Hours() = default;
  static constexpr Hours FromCenti(std::int64_t centi) { return Hours(centi); }

  constexpr std::int64_t centi() const { return centi_; }

  friend constexpr auto operator<=>(Hours, Hours) = default;
  friend constexpr Hours operator+(Hours a, Hours b) { return Hours(a.centi_ + b.centi_); }
  friend constexpr Hours operator-(Hours a, Hours b) { return Hours(a.centi_ - b.centi_); }
  constexpr Hours& operator+=(Hours other) { return *this = *this + other; }

 private:
  explicit constexpr Hours(std::int64_t centi) : centi_(centi) {}
  std::int64_t centi_ = 0;
};

// Plain decimals with at most two places, "16", "7.5", "0.25". Nothing else: no sign, no exponent,
// no more than seven digits before the point.
std::optional<Hours> ParseHours(absl::string_view text);

// The shortest decimal: "16", "7.5", "-0.25".
std::string FormatHours(Hours hours);

}  // namespace xuefen
