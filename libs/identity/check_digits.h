#pragma once

#include <optional>

#include "absl/strings/string_view.h"

namespace xuefen::identity {

// The check characters of the numbering standards. Each takes the characters before the check
// character and answers nothing when their number is not that of the standard or one of them is
// outside its alphabet.

// GB 11643-1999, ISO 7064 MOD 11-2, of 17 digits: '0' to '9' or 'X'.
std::optional<char> CitizenCheck(absl::string_view digits);

// ICAO 9303, weights 7 3 1, of 14 letters and digits: '0' to '9'.
std::optional<char> TravelDocumentCheck(absl::string_view characters);

// GB 11714-1997, of the 8 characters of an organisation code: '0' to '9' or 'X'.
std::optional<char> OrganisationCheck(absl::string_view characters);

// GB 32100-2015, of the first 17 characters of a unified social credit code: one of its alphabet.
std::optional<char> CreditCodeCheck(absl::string_view characters);

// Whether `c` is in the alphabet of GB 32100-2015: digits and capitals without I, O, S, V, Z.
bool IsCreditCodeCharacter(char c);

}  // namespace xuefen::identity
