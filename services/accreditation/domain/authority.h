#pragma once

#include <optional>
#include <string>

#include "libs/base/civil.h"

namespace xuefen::accreditation {

// A competent authority of article (三).
struct Authority {
  std::string id;  // a bureau's is its division code
  std::string display_name;
  std::string division;
  std::string industry;          // empty for a bureau
  std::optional<Day> first_day;  // nothing: before the records of this system
  std::optional<Day> last_day;   // nothing: it exists

  friend bool operator==(const Authority&, const Authority&) = default;
};

}  // namespace xuefen::accreditation
