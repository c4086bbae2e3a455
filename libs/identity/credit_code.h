#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace xuefen::identity {

// Which part of a unified social credit code is wrong, in the order of judging.
enum class CreditCodeFault {
  kLength,     // not 18 characters
  kCharacter,  // outside the alphabet (I, O, S, V, Z are), or no digit where the region stands
  kOrganisationCheck,  // the check character of the organisation code inside, GB 11714
  kCheck,              // the last character, GB 32100
};

// "length", "character", "organisation check", "check".
absl::string_view CreditCodeFaultName(CreditCodeFault fault);

// 统一社会信用代码, GB 32100-2015: registration department, kind of organisation, region (6), code
// of the organisation (9), check character.
struct CreditCodeReading {
  std::string text;                     // NFKC, without white space, letters as capitals
  std::vector<CreditCodeFault> faults;  // all that could be judged and apply

  bool sound() const { return faults.empty(); }
};

// The region is not looked up: it is where the organisation was registered at that time.
CreditCodeReading ReadCreditCode(absl::string_view written);

}  // namespace xuefen::identity
