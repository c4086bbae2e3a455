#include "libs/identity/identity_number.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/identity/check_digits.h"
#include "libs/text/normalise.h"

namespace xuefen::identity {
namespace {

constexpr std::size_t kLength = 18;
constexpr std::size_t kShortLength = 15;
// Legacy sequence numbers from here were kept for people already a hundred years old.
constexpr absl::string_view kCentenarianSequence = "996";
constexpr int kEarliestBirthYear = 1800;

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsCapital(char c) { return absl::ascii_isupper(static_cast<unsigned char>(c)); }

bool AllDigits(absl::string_view text) { return std::all_of(text.begin(), text.end(), IsDigit); }

// "3.70102E+17", as spreadsheet programs write long numbers; always with an exponent.
bool IsScientific(absl::string_view text) {
  const std::size_t exponent = text.find('E');
  if (exponent == absl::string_view::npos) return false;
  const absl::string_view mantissa = text.substr(0, exponent);
  absl::string_view power = text.substr(exponent + 1);
  absl::ConsumePrefix(&power, "+");
  return mantissa.size() >= 1 && IsDigit(mantissa[0]) &&
         (mantissa.size() == 1 || mantissa[1] == '.') &&
         AllDigits(mantissa.substr(std::min<std::size_t>(2, mantissa.size()))) && !power.empty() &&
         power.size() <= 3 && AllDigits(power);
}

// "3.70102850615001E+14": all 15 digits are there. With fewer before the exponent the last ones may
// have been anything.
std::optional<std::string> AllDigitsOfScientific(absl::string_view text) {
  if (!IsScientific(text)) return std::nullopt;
  const std::size_t exponent = text.find('E');
  int power = 0;
  if (!absl::SimpleAtoi(absl::StripPrefix(text.substr(exponent + 1), "+"), &power) ||
      power != static_cast<int>(kShortLength) - 1 || exponent != kShortLength + 1) {
    return std::nullopt;
  }
  return absl::StrCat(text.substr(0, 1), text.substr(2, kShortLength - 1));
}

IdentityKind Classify(absl::string_view text) {
  const std::size_t length = text::Length(text);
  if (length == kShortLength) {
    return IsCapital(text[0]) ? IdentityKind::kForeigner2017 : IdentityKind::kLegacyResident;
  }
  if (length != kLength) return IdentityKind::kUnknown;
  if (text[0] == '9') return IdentityKind::kForeigner2023;
  const absl::string_view province = text.substr(0, 2);
  const bool permit = province == "81" || province == "82" || province == "83";
  return permit ? IdentityKind::kResidencePermit : IdentityKind::kResident;
}

bool CharactersBelong(IdentityKind kind, absl::string_view text) {
  switch (kind) {
    case IdentityKind::kUnknown:
      return std::all_of(text.begin(), text.end(),
                         [](char c) { return IsDigit(c) || IsCapital(c); });
    case IdentityKind::kLegacyResident:
    case IdentityKind::kForeigner2023: return AllDigits(text);
    case IdentityKind::kForeigner2017:
      return std::all_of(text.begin(), text.begin() + 3, IsCapital) && AllDigits(text.substr(3));
    case IdentityKind::kResident:
    case IdentityKind::kResidencePermit:
      return text.size() == kLength && AllDigits(text.substr(0, kLength - 1)) &&
             (IsDigit(text.back()) || text.back() == 'X');
  }
  return false;
}

// The day of "YYYYMMDD" if these are digits and a day on which a holder may have been born.
std::optional<Day> BirthDay(absl::string_view digits) {
  if (digits.size() != 8 || !AllDigits(digits)) return std::nullopt;
  int number = 0;
  for (const char digit : digits) number = 10 * number + (digit - '0');
  const int year = number / 10000;
  if (year < kEarliestBirthYear) return std::nullopt;
  return MakeDay(year, number / 100 % 100, number % 100);
}

absl::string_view LegacyCentury(absl::string_view text) {
  return text.substr(12) >= kCentenarianSequence ? "18" : "19";
}

// The eight digits of the birth date in a number of the length of its kind. A foreigner's card of
// 2017 has two digits of the year: every day that exists in 19YY exists in 20YY too, so 20 stands
// for both.
std::string BirthDigits(IdentityKind kind, absl::string_view text) {
  switch (kind) {
    case IdentityKind::kUnknown: break;
    case IdentityKind::kLegacyResident: return absl::StrCat(LegacyCentury(text), text.substr(6, 6));
    case IdentityKind::kForeigner2017: return absl::StrCat("20", text.substr(7, 6));
    case IdentityKind::kResident:
    case IdentityKind::kResidencePermit:
    case IdentityKind::kForeigner2023: return std::string(text.substr(6, 8));
  }
  return "";
}

bool CheckDigitAgrees(IdentityKind kind, absl::string_view text) {
  if (kind == IdentityKind::kLegacyResident) return true;
  const absl::string_view before = text.substr(0, text.size() - 1);
  return text.back() == (kind == IdentityKind::kForeigner2017 ? TravelDocumentCheck(before)
                                                              : CitizenCheck(before));
}

std::vector<Reason> FaultsOf(IdentityKind kind, absl::string_view text) {
  if (IsScientific(text)) return {Reason::IDENTITY_LOST_DIGITS};
  const bool characters_belong = CharactersBelong(kind, text);
  std::vector<Reason> faults;
  if (kind == IdentityKind::kUnknown) faults.push_back(Reason::IDENTITY_LENGTH);
  if (!characters_belong) faults.push_back(Reason::IDENTITY_CHARACTER);
  if (kind == IdentityKind::kUnknown) return faults;

  const std::string birth = BirthDigits(kind, text);
  if (AllDigits(birth) && !BirthDay(birth).has_value()) {
    faults.push_back(Reason::IDENTITY_BIRTH_DATE);
  }
  if (characters_belong && !CheckDigitAgrees(kind, text)) {
    faults.push_back(Reason::IDENTITY_CHECK_DIGIT);
  }
  return faults;
}

std::string CanonicalOf(IdentityKind kind, absl::string_view text) {
  if (kind != IdentityKind::kLegacyResident) return std::string(text);
  const std::string digits = absl::StrCat(text.substr(0, 6), LegacyCentury(text), text.substr(6));
  return absl::StrCat(digits, std::string(1, *CitizenCheck(digits)));
}

}  // namespace

std::string NormaliseIdentity(std::string written) {
  std::string text = text::NormaliseCompact(std::move(written));
  absl::string_view rest = text;
  while (absl::ConsumePrefix(&rest, "'") || absl::ConsumePrefix(&rest, "‘") ||
         absl::ConsumePrefix(&rest, "’") || absl::ConsumePrefix(&rest, "`")) {
  }
  text.erase(0, text.size() - rest.size());
  absl::AsciiStrToUpper(&text);
  return AllDigitsOfScientific(text).value_or(std::move(text));
}

IdentityReading ReadIdentity(absl::string_view written) {
  return ReadNormalisedIdentity(NormaliseIdentity(std::string(written)));
}

IdentityReading ReadNormalisedIdentity(std::string text) {
  IdentityReading reading;
  reading.text = std::move(text);
  reading.kind = Classify(reading.text);
  reading.faults = FaultsOf(reading.kind, reading.text);
  if (!reading.sound()) return reading;

  reading.canonical = CanonicalOf(reading.kind, reading.text);
  if (reading.kind == IdentityKind::kForeigner2017) return reading;
  reading.birth_day = BirthDay(BirthDigits(reading.kind, reading.text));
  // The sequence of three digits before the check digit is odd for men.
  reading.sex = (reading.canonical[16] - '0') % 2 == 1 ? Sex::kMale : Sex::kFemale;
  reading.region = reading.kind == IdentityKind::kForeigner2023
                       ? absl::StrCat(reading.text.substr(1, 2), "0000")
                       : reading.text.substr(0, 6);
  return reading;
}

}  // namespace xuefen::identity
