#include "libs/roster/decimal.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace xuefen::roster {
namespace {

constexpr std::size_t kSignificantDigits = 15;
constexpr int kWholeDigitsMax = 32;
constexpr int kPlacesMax = 32;

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

// 0.DIGITS times ten to the power of `point`; the first digit is not 0.
struct Scaled {
  std::string digits;
  int point = 0;
};

std::optional<Scaled> Parse(absl::string_view number) {
  int exponent = 0;
  const std::size_t e = number.find_first_of("eE");
  if (e != absl::string_view::npos) {
    if (!absl::SimpleAtoi(number.substr(e + 1), &exponent) || exponent < -400 || exponent > 400) {
      return std::nullopt;
    }
    number = number.substr(0, e);
  }
  const std::size_t dot = std::min(number.find('.'), number.size());
  const absl::string_view whole = number.substr(0, dot);
  const absl::string_view places = number.substr(std::min(dot + 1, number.size()));
  if (whole.size() + places.size() == 0 || number.size() > 64) return std::nullopt;
  if (!AllDigits(whole) || !AllDigits(places)) return std::nullopt;

  Scaled scaled{absl::StrCat(whole, places), static_cast<int>(whole.size()) + exponent};
  const std::size_t zeros = std::min(scaled.digits.find_first_not_of('0'), scaled.digits.size());
  scaled.digits.erase(0, zeros);
  scaled.point -= static_cast<int>(zeros);
  return scaled;
}

void Round(Scaled& scaled) {
  std::string& digits = scaled.digits;
  if (digits.size() > kSignificantDigits) {
    const bool up = digits[kSignificantDigits] >= '5';
    digits.resize(kSignificantDigits);
    std::size_t i = digits.size();
    while (up && i > 0 && digits[i - 1] == '9') digits[--i] = '0';
    if (up && i > 0) {
      ++digits[i - 1];
    } else if (up) {
      digits.insert(0, "1");
      ++scaled.point;
    }
  }
  digits.erase(digits.find_last_not_of('0') + 1);
}

}  // namespace

std::optional<std::string> ShownDecimal(absl::string_view number) {
  std::optional<Scaled> scaled = Parse(number);
  if (!scaled.has_value()) return std::nullopt;
  Round(*scaled);
  const std::string& digits = scaled->digits;
  if (digits.empty()) return "0";
  if (scaled->point > kWholeDigitsMax || scaled->point < -kPlacesMax) return std::nullopt;
  if (scaled->point <= 0) {
    return absl::StrCat("0.", std::string(static_cast<std::size_t>(-scaled->point), '0'), digits);
  }
  const auto point = static_cast<std::size_t>(scaled->point);
  if (point >= digits.size()) return absl::StrCat(digits, std::string(point - digits.size(), '0'));
  return absl::StrCat(digits.substr(0, point), ".", digits.substr(point));
}

}  // namespace xuefen::roster
