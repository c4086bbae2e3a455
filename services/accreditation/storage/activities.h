#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/pg/transaction.h"
#include "services/accreditation/domain/activity.h"

// Rows of activities. Everything here runs inside the caller's transaction.
namespace xuefen::accreditation {

// An activity and when it was recorded.
struct RecordedActivity {
  Activity activity;
  absl::Time created_at;
};

std::optional<RecordedActivity> FindActivity(pg::Transaction& tx, const std::string& uscc,
                                             const std::string& code);
void InsertActivity(pg::Transaction& tx, const RecordedActivity& recorded);

// At most `count_max` activities of one provider with codes after `after`, in their order.
std::vector<RecordedActivity> ListActivities(pg::Transaction& tx, const std::string& uscc,
                                             const std::string& after, int count_max);

}  // namespace xuefen::accreditation
