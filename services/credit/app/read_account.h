#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/civil.h"
#include "libs/base/ids.h"
#include "libs/pg/pool.h"
#include "libs/tokens/freshness.h"
#include "services/credit/app/law.h"
#include "xuefen/credit/v1/credit_service.pb.h"

namespace xuefen::credit {

// Who asks, as far as the answer depends on it: whether they may know of the people of a division.
// Empty is the division of a person whom nobody administers on the day that counts.
using MaySee = std::function<bool(absl::string_view division)>;

struct DeterminationQuestion {
  Id person;
  int year = 0;
  std::optional<Day> as_of;  // nothing: the year's last day, or today while it runs
  Day today;
};

// Answers and what they reflect: at least the registry's entries up to `freshness`.
struct DeterminationAnswer {
  v1::Determination determination;
  std::string division;  // that the year belongs to
  tokens::Freshness freshness;
};
struct AccountAnswer {
  v1::Account account;
  tokens::Freshness freshness;
};

// A person's year. It counts for the division of its 31 December, whatever day is asked about: a
// day of the caller's choice must not open a year that is another division's. NOT_FOUND for an
// unknown person and for one whom the caller may not see, without a difference. A known person
// without records has a determination like everybody else.
absl::StatusOr<DeterminationAnswer> ReadDetermination(pg::Pool& pool, absl::Time deadline,
                                                      const Law& law,
                                                      const DeterminationQuestion& question,
                                                      const MaySee& may_see);

// A person's account: every year with a record, years that run by the law of today. It belongs to
// the division of the latest day known. NOT_FOUND as above.
absl::StatusOr<AccountAnswer> ReadAccount(pg::Pool& pool, absl::Time deadline, const Law& law,
                                          const Id& person, Day today, const MaySee& may_see);

}  // namespace xuefen::credit
