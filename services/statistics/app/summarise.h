#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/civil.h"
#include "libs/pg/pool.h"
#include "libs/tokens/freshness.h"
#include "services/statistics/domain/summary.h"

namespace xuefen::statistics {

// Whether the division `inner` is `outer` or lay within it on that day. For a code that named no
// division on that day, such as that of a development zone or of a city that is no more, the codes
// themselves decide.
bool LiesWithin(absl::string_view inner, absl::string_view outer, Day day);

// A division with all below it, a calendar year, and the day by which people count.
struct SummaryQuestion {
  std::string division;
  int year;
  Day as_of;
};

struct SummaryAnswer {
  Summary summary;
  // Entries of each feed that were taken in, in order of the services' names.
  std::vector<std::pair<std::string, std::int64_t>> feeds;
  // Of the registry: what the summary reflects in all its figures.
  tokens::Freshness freshness;
};

// All of one moment. NOT_FOUND for a division that never existed and where nobody was ever
// administered.
absl::StatusOr<SummaryAnswer> Summarise(pg::Pool& pool, absl::Time deadline,
                                        const SummaryQuestion& question);

}  // namespace xuefen::statistics
