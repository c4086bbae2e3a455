#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace xuefen::roster {

// The decimal that a spreadsheet program shows for a number it has written as `number`: without
// exponent, rounded to the 15 digits it works with ("7.4000000000000004" is 7.4), without zeros
// that say nothing. "1.6E1" is "16", ".50" is "0.5". Done on the digits, so that no decimal changes
// on its way through a binary number.
//
// Nothing for anything but an unsigned number below 10^32.
std::optional<std::string> ShownDecimal(absl::string_view number);

}  // namespace xuefen::roster
