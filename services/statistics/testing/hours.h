#pragma once

#include <cstdint>

#include "services/statistics/domain/figures.h"

namespace xuefen::statistics::testing {

inline HoursPair HoursOf(std::int64_t reported_centi, std::int64_t credited_centi) {
  return {Hours::FromCenti(reported_centi), Hours::FromCenti(credited_centi)};
}

}  // namespace xuefen::statistics::testing
