#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace xuefen::rules {

// An exact rational number, always reduced, its denominator positive. Amounts of the law are this,
// because two thirds of something has no decimal form.
class Ratio {
 public:
  constexpr Ratio() = default;

  // `denominator` is positive.
  static Ratio Of(std::int64_t numerator, std::int64_t denominator = 1);

  std::int64_t numerator() const { return numerator_; }
  std::int64_t denominator() const { return denominator_; }

  // In hundredths, rounded down and up.
  std::int64_t CentiDown() const { return Down(100); }
  std::int64_t CentiUp() const { return Up(100); }

  // In units of 1/`parts`, rounded down and up. The result fits where the value is an amount of
  // hours.
  std::int64_t Down(std::int64_t parts) const;
  std::int64_t Up(std::int64_t parts) const;

  // Whether it is a whole number of 1/`parts`.
  bool IsWholeIn(std::int64_t parts) const { return Down(parts) == Up(parts); }

  // Nothing when numerator or denominator would pass 2^40.
  std::optional<Ratio> Times(Ratio factor) const;

  friend std::strong_ordering operator<=>(Ratio a, Ratio b);
  friend bool operator==(Ratio a, Ratio b) = default;

  // Amounts only: their size keeps the result inside 64 bits.
  friend Ratio operator+(Ratio a, Ratio b);
  friend Ratio operator-(Ratio a, Ratio b);

 private:
  constexpr Ratio(std::int64_t numerator, std::int64_t denominator)
      : numerator_(numerator), denominator_(denominator) {}

  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

// "90", "7.5" (at most two places) or "22/7"; at most nine digits each. Nothing for any other text.
std::optional<Ratio> ParseAmount(absl::string_view text);

// "2/3", "60%" or "3"; nothing for any other text, decimals included: 0.6667 is not two thirds.
std::optional<Ratio> ParseRatio(absl::string_view text);

// "24", "7.5", and "22/7" for what hundredths cannot express.
std::string FormatRatio(Ratio value);

}  // namespace xuefen::rules
