#pragma once

#include "libs/divisions/divisions.h"
#include "libs/identity/identity_number.h"

namespace xuefen::identity {

// What a table of divisions has to say about the region inside an identity number. A remark for
// people who compare documents; never a reason to refuse.
enum class RegionObservation {
  kNotJudged,  // another province, no region, or a birth before the table begins
  kKnownAtBirth,
  kUnknownAtBirth,  // the code named a division, but not on the day of birth
  kUnknown,         // the code never named a division of the province
};

// `number` is sound. `table` is of one province.
RegionObservation ObserveRegion(const IdentityReading& number, const divisions::Table& table);

}  // namespace xuefen::identity
