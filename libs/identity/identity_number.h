#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/base/civil.h"
#include "libs/base/refusal.h"

namespace xuefen::identity {

// The numbers by which a person is known. Nothing here puts a number into a Status or a log;
// callers keep to that.
enum class IdentityKind {
  kUnknown,          // the length is that of none
  kResident,         // 居民身份证, GB 11643-1999, 18 characters
  kLegacyResident,   // the same before 1999, 15 digits without a check digit
  kResidencePermit,  // 港澳台居民居住证, 18 characters, from 81, 82 or 83
  kForeigner2017,    // 外国人永久居留身份证 of 2017, 3 letters and 12 digits
  kForeigner2023,    // the same of 2023, 18 digits from 9
};

enum class Sex { kFemale, kMale };

// What an identity number says, and what is wrong with it.
struct IdentityReading {
  std::string text;  // normalised
  IdentityKind kind = IdentityKind::kUnknown;

  // IDENTITY_LENGTH, IDENTITY_CHARACTER, IDENTITY_BIRTH_DATE, IDENTITY_CHECK_DIGIT: all that could
  // be judged and apply, in this order, so that the first decides; or IDENTITY_LOST_DIGITS alone,
  // of a number that a spreadsheet program wrote as 3.70102E+17. Empty for a sound number.
  std::vector<Reason> faults;

  // The rest is filled in for sound numbers only.

  // By which numbers are compared: a legacy number in its form of 18 characters, any other as it
  // is. The two numbers of a foreigner share no form; a person may hold both.
  std::string canonical;
  std::optional<Day> birth_day;  // absent for kForeigner2017: it has no century
  std::optional<Sex> sex;        // absent for kForeigner2017
  // Six digits: where the number was given; for kForeigner2023 the province, for kForeigner2017
  // nothing. Says nothing about where the person lives or is administered.
  std::string region;

  bool sound() const { return faults.empty(); }
};

// NFKC, without white space anywhere, without leading apostrophes, letters as capitals (so that a
// lower-case x and the Roman numeral Ⅹ are X); 15 digits that a spreadsheet program wrote as
// 3.70102850615001E+14 without it.
std::string NormaliseIdentity(std::string written);

// Reads a number in any spelling that NormaliseIdentity unites. The region never makes a number
// unsound: people were numbered before their county's code changed. Birth years begin with 1800.
IdentityReading ReadIdentity(absl::string_view written);

// The same of what NormaliseIdentity has made.
IdentityReading ReadNormalisedIdentity(std::string text);

}  // namespace xuefen::identity
