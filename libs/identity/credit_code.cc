#include "libs/identity/credit_code.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "libs/identity/check_digits.h"
#include "libs/text/normalise.h"

namespace xuefen::identity {
namespace {

constexpr std::size_t kLength = 18;
constexpr std::size_t kRegionBegin = 2;
constexpr std::size_t kRegionLength = 6;
constexpr std::size_t kOrganisationBegin = 8;
constexpr std::size_t kOrganisationLength = 8;

bool CharactersBelong(absl::string_view text) {
  if (text.size() != kLength) return false;
  const absl::string_view region = text.substr(kRegionBegin, kRegionLength);
  return std::all_of(text.begin(), text.end(), IsCreditCodeCharacter) &&
         std::all_of(region.begin(), region.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

std::vector<CreditCodeFault> FaultsOf(absl::string_view text) {
  if (text::Length(text) != kLength) return {CreditCodeFault::kLength};
  if (!CharactersBelong(text)) return {CreditCodeFault::kCharacter};
  std::vector<CreditCodeFault> faults;
  const absl::string_view organisation = text.substr(kOrganisationBegin, kOrganisationLength);
  if (text[kOrganisationBegin + kOrganisationLength] != OrganisationCheck(organisation)) {
    faults.push_back(CreditCodeFault::kOrganisationCheck);
  }
  if (text.back() != CreditCodeCheck(text.substr(0, kLength - 1))) {
    faults.push_back(CreditCodeFault::kCheck);
  }
  return faults;
}

}  // namespace

absl::string_view CreditCodeFaultName(CreditCodeFault fault) {
  switch (fault) {
    case CreditCodeFault::kLength: return "length";
    case CreditCodeFault::kCharacter: return "character";
    case CreditCodeFault::kOrganisationCheck: return "organisation check";
    case CreditCodeFault::kCheck: return "check";
  }
  return "";
}

CreditCodeReading ReadCreditCode(absl::string_view written) {
  CreditCodeReading reading;
  reading.text = absl::AsciiStrToUpper(text::NormaliseCompact(std::string(written)));
  reading.faults = FaultsOf(reading.text);
  return reading;
}

}  // namespace xuefen::identity
