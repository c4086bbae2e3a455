#include "libs/identity/region_observation.h"

#include "absl/strings/str_cat.h"

namespace xuefen::identity {

RegionObservation ObserveRegion(const IdentityReading& number, const divisions::Table& table) {
  const absl::string_view region = number.region;
  if (region.empty() || !table.EverExisted(absl::StrCat(region.substr(0, 2), "0000"))) {
    return RegionObservation::kNotJudged;
  }
  if (!table.EverExisted(region)) return RegionObservation::kUnknown;
  if (!number.birth_day.has_value() || *number.birth_day < table.first_day()) {
    return RegionObservation::kNotJudged;
  }
  return table.Find(region, *number.birth_day) != nullptr ? RegionObservation::kKnownAtBirth
                                                          : RegionObservation::kUnknownAtBirth;
}

}  // namespace xuefen::identity
