#include "services/accreditation/app/activity_use_cases.h"

#include <optional>
#include <utility>

#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/feed/positions.h"
#include "libs/ledger/append.h"
#include "services/accreditation/storage/activities.h"
#include "services/accreditation/storage/authorities.h"
#include "services/accreditation/storage/events.h"
#include "services/accreditation/storage/providers.h"

namespace xuefen::accreditation {
namespace {

// The activity of a draft and the number of its provider.
struct Known {
  Activity activity;
  int provider_number;
};

absl::StatusOr<Known> Check(pg::Transaction& tx, const ActivityDraft& draft,
                            const std::string& authority) {
  XUEFEN_ASSIGN_OR_RETURN(Activity activity, CompleteActivity(draft, authority));
  if (!FindAuthority(tx, authority).has_value()) {
    return Refusal(Reason::NOT_FOUND, "division: no authority of this division");
  }
  const std::optional<Provider> provider = FindProvider(tx, activity.provider);
  if (!provider.has_value()) return Refusal(Reason::NOT_FOUND, "provider: no such provider");
  return Known{.activity = std::move(activity), .provider_number = provider->number};
}

// What the rows say already: nothing when the activity is new.
std::optional<ItemAnswer> AnswerFromRows(pg::Transaction& tx, const Activity& wanted) {
  const std::optional<RecordedActivity> recorded = FindActivity(tx, wanted.provider, wanted.code);
  if (!recorded.has_value()) return std::nullopt;
  if (ContentDigest(recorded->activity) == ContentDigest(wanted)) {
    return ItemAnswer{.outcome = ItemAnswer::Outcome::kUnchanged, .why = {}};
  }
  return Refused(Refusal(Reason::ALREADY_EXISTS, "the activity is recorded with other content"));
}

}  // namespace

absl::StatusOr<ImportAnswer> ActivityUseCases::Import(const std::vector<ActivityDraft>& drafts,
                                                      const std::string& authority,
                                                      const std::string& principal,
                                                      absl::Time deadline) {
  const absl::Time now = clock_.Now();
  ImportAnswer answer;
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    answer = {};
    // One writer of the catalogue at a time: rows read here stay true until the entries stand.
    LockProviderNumbers(tx);
    std::vector<ledger::Entry> entries;
    std::vector<int> buckets;
    for (const ActivityDraft& draft : drafts) {
      absl::StatusOr<Known> known = Check(tx, draft, authority);
      if (!known.ok()) {
        answer.items.push_back(Refused(known.status()));
        continue;
      }
      buckets.push_back(Provider::IdOf(known->activity.provider).Bucket());
      if (const auto from_rows = AnswerFromRows(tx, known->activity); from_rows.has_value()) {
        answer.items.push_back(*from_rows);
        continue;
      }
      const RecordedActivity recorded{.activity = known->activity, .created_at = now};
      InsertActivity(tx, recorded);
      entries.push_back(ActivityEntry(recorded, known->provider_number, principal));
      answer.items.push_back({.outcome = ItemAnswer::Outcome::kCreated, .why = {}});
    }
    XUEFEN_RETURN_IF_ERROR(ledger::AppendInTransaction(tx, entries).status());
    XUEFEN_ASSIGN_OR_RETURN(answer.freshness, feed::FreshnessAfterWrite(tx, kServiceName, buckets));
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactIdempotent(pool_, deadline, body));
  return answer;
}

}  // namespace xuefen::accreditation
