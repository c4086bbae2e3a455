#include "libs/rules/ratio.h"

#include <numeric>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/hours.h"

namespace xuefen::rules {
namespace {

__extension__ using Wide = __int128;

constexpr std::size_t kDigitsMax = 9;
constexpr std::int64_t kFactorMax = std::int64_t{1} << 40;

Wide FloorDivide(Wide dividend, Wide divisor) {
  const Wide quotient = dividend / divisor;
  return dividend % divisor < 0 ? quotient - 1 : quotient;
}

std::optional<std::int64_t> ParseWhole(absl::string_view text) {
  if (text.empty() || text.size() > kDigitsMax) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<Ratio> ParseFraction(absl::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == absl::string_view::npos) return std::nullopt;
  const std::optional<std::int64_t> numerator = ParseWhole(text.substr(0, slash));
  const std::optional<std::int64_t> denominator = ParseWhole(text.substr(slash + 1));
  if (!numerator || !denominator || *denominator == 0) return std::nullopt;
  return Ratio::Of(*numerator, *denominator);
}

bool IsNarrow(Wide value) { return value == static_cast<std::int64_t>(value); }

// The sum or difference of fractions, reduced before it is narrowed.
Ratio Reduced(Wide numerator, Wide denominator) {
  if (!IsNarrow(numerator) || !IsNarrow(denominator)) {
    Wide a = numerator < 0 ? -numerator : numerator;
    Wide b = denominator;
    while (b != 0) a = std::exchange(b, a % b);
    numerator /= a;
    denominator /= a;
  }
  return Ratio::Of(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

}  // namespace

Ratio Ratio::Of(std::int64_t numerator, std::int64_t denominator) {
  // The remainder is small where amounts are in hundredths, however large they are.
  const std::int64_t common = std::gcd(numerator % denominator, denominator);
  return common <= 1 ? Ratio(numerator, denominator)
                     : Ratio(numerator / common, denominator / common);
}

std::int64_t Ratio::Down(std::int64_t parts) const {
  return static_cast<std::int64_t>(FloorDivide(Wide{numerator_} * parts, denominator_));
}

std::int64_t Ratio::Up(std::int64_t parts) const {
  return static_cast<std::int64_t>(-FloorDivide(-Wide{numerator_} * parts, denominator_));
}

std::optional<Ratio> Ratio::Times(Ratio factor) const {
  const std::int64_t left = std::gcd(numerator_, factor.denominator_);
  const std::int64_t right = std::gcd(factor.numerator_, denominator_);
  if (left == 0 || right == 0) return Ratio();
  const Wide numerator = Wide{numerator_ / left} * (factor.numerator_ / right);
  const Wide denominator = Wide{denominator_ / right} * (factor.denominator_ / left);
  if (numerator >= kFactorMax || denominator >= kFactorMax) return std::nullopt;
  return Ratio(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

std::strong_ordering operator<=>(Ratio a, Ratio b) {
  const Wide left = Wide{a.numerator_} * b.denominator_;
  const Wide right = Wide{b.numerator_} * a.denominator_;
  if (left == right) return std::strong_ordering::equal;
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

Ratio operator+(Ratio a, Ratio b) {
  if (a.denominator_ == b.denominator_)
    return Ratio::Of(a.numerator_ + b.numerator_, a.denominator_);
  return Reduced(Wide{a.numerator_} * b.denominator_ + Wide{b.numerator_} * a.denominator_,
                 Wide{a.denominator_} * b.denominator_);
}

Ratio operator-(Ratio a, Ratio b) {
  if (a.denominator_ == b.denominator_)
    return Ratio::Of(a.numerator_ - b.numerator_, a.denominator_);
  return Reduced(Wide{a.numerator_} * b.denominator_ - Wide{b.numerator_} * a.denominator_,
                 Wide{a.denominator_} * b.denominator_);
}

std::optional<Ratio> ParseAmount(absl::string_view text) {
  if (const std::optional<Ratio> fraction = ParseFraction(text)) return fraction;
  if (const std::optional<Hours> decimal = ParseHours(text))
    return Ratio::Of(decimal->centi(), 100);
  return std::nullopt;
}

std::optional<Ratio> ParseRatio(absl::string_view text) {
  if (const std::optional<Ratio> fraction = ParseFraction(text)) return fraction;
  const bool percent = !text.empty() && text.back() == '%';
  const std::optional<std::int64_t> whole =
      ParseWhole(text.substr(0, text.size() - (percent ? 1 : 0)));
  if (!whole) return std::nullopt;
  return Ratio::Of(*whole, percent ? 100 : 1);
}

std::string FormatRatio(Ratio value) {
  if (value.IsWholeIn(100)) return FormatHours(Hours::FromCenti(value.CentiDown()));
  return absl::StrCat(value.numerator(), "/", value.denominator());
}

}  // namespace xuefen::rules
