#include "libs/base/hours.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace xuefen {
namespace {

constexpr std::size_t kWholeDigitsMax = 7;

// The value of `digits`, which are all decimal digits and few.
std::int64_t ValueOf(absl::string_view digits) {
  std::int64_t value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

bool AllDigits(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return !text.empty();
}

}  // namespace

std::optional<Hours> ParseHours(absl::string_view text) {
  const std::size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  if (!AllDigits(whole) || whole.size() > kWholeDigitsMax) return std::nullopt;
  std::int64_t hundredths = 0;
  if (point != absl::string_view::npos) {
    const absl::string_view places = text.substr(point + 1);
    if (!AllDigits(places) || places.size() > 2) return std::nullopt;
    hundredths = ValueOf(places) * (places.size() == 1 ? 10 : 1);
  }
  return Hours::FromCenti(ValueOf(whole) * 100 + hundredths);
}

std::string FormatHours(Hours hours) {
  const bool negative = hours.centi() < 0;
  const std::uint64_t centi = negative ? 0 - static_cast<std::uint64_t>(hours.centi())
                                       : static_cast<std::uint64_t>(hours.centi());
  std::string text = absl::StrCat(negative ? "-" : "", centi / 100);
  const std::uint64_t places = centi % 100;
  if (places == 0) return text;
  if (places % 10 == 0) return absl::StrCat(text, ".", places / 10);
  return absl::StrCat(text, absl::StrFormat(".%02d", places));
}

}  // namespace xuefen
