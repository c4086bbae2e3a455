#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/pg/transact.h"
#include "services/accreditation/app/answers.h"
#include "services/accreditation/domain/activity.h"

namespace xuefen::accreditation {

// Writing activities. Every one is an entry of the ledger in the same transaction.
class ActivityUseCases {
 public:
  ActivityUseCases(pg::Pool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}

  // Records many as known to `authority`. One answer an item, in their order; of equal codes of one
  // provider the first decides.
  absl::StatusOr<ImportAnswer> Import(const std::vector<ActivityDraft>& drafts,
                                      const std::string& authority, const std::string& principal,
                                      absl::Time deadline);

 private:
  pg::Pool& pool_;
  const Clock& clock_;
};

}  // namespace xuefen::accreditation
