#include "services/credit/app/redetermination.h"

#include <set>

#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/base/thread_priority.h"
#include "libs/ledger/positions.h"
#include "libs/log/log.h"
#include "libs/pg/transact.h"
#include "services/credit/app/determinations.h"
#include "services/credit/app/services.h"
#include "services/credit/storage/determinations.h"
#include "services/credit/storage/facts.h"
#include "services/credit/storage/laws.h"

namespace xuefen::credit {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);
constexpr absl::Duration kPause = absl::Seconds(1);
// A bucket's feed waits for one transaction: some tens of milliseconds.
constexpr int kPeopleMax = 50;

absl::Status Redetermine(pg::Transaction& tx, const Law& law, const std::set<Id>& people) {
  const auto all_days = [](const PersonFacts&) {
    return rules::DayRange{rules::kFirstDay, rules::kEndOfDays};
  };
  XUEFEN_ASSIGN_OR_RETURN(const auto facts, LoadFacts(tx, people, all_days));
  Determiner determiner(law.book);
  Determinations determinations(law, determiner);
  for (const auto& [person, known] : facts) {
    for (const int year : YearsOf(known.records)) determinations.Make(known, year);
  }
  XUEFEN_RETURN_IF_ERROR(determinations.Write(tx));
  return NoteLaw(tx, people, law.number);
}

absl::StatusOr<bool> IsApplied(pg::Pool& pool, const Law& law) {
  bool applied = false;
  XUEFEN_RETURN_IF_ERROR(
      pg::TransactReadOnly(pool, absl::Now() + kTimeout, [&](pg::Transaction& tx) {
        const std::optional<LawRow> last = FindLawInService(tx);
        applied = last.has_value() && last->number == law.number && last->applied;
        return absl::OkStatus();
      }));
  return applied;
}

}  // namespace

absl::StatusOr<std::optional<Id>> RedetermineSome(pg::Pool& pool, absl::Time deadline,
                                                  const Law& law, int bucket,
                                                  std::optional<Id> after, int people_max) {
  std::set<Id> people;
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    // Whoever takes in something of the bucket has done so, or does it afterwards.
    ledger::LockPosition(tx, ledger::Following::Of(kRegistry, bucket));
    XUEFEN_RETURN_IF_ERROR(WantInService(tx, law));
    people = ListPeopleOfOtherLaws(tx, law.number, bucket, after, people_max);
    return people.empty() ? absl::OkStatus() : Redetermine(tx, law, people);
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactIdempotent(pool, deadline, body));
  if (people.empty()) return std::optional<Id>();
  return *people.rbegin();
}

Redetermination::Redetermination(pg::Pool& pool, const Law& law)
    : pool_(pool), law_(law), thread_([this] { Run(); }) {}

void Redetermination::Stop() {
  if (!stopping_.HasBeenNotified()) stopping_.Notify();
  if (thread_.joinable()) thread_.join();
}

void Redetermination::Run() {
  YieldToAnswers();
  do {
    const absl::StatusOr<bool> finished = Finish();
    if (finished.ok() || ReasonOf(finished.status()) == Reason::STATE_CONFLICT) return;
    log::Warning("determining anew interrupted", {{"status", finished.status().ToString()}});
  } while (!stopping_.WaitForNotificationWithTimeout(kPause));
}

absl::StatusOr<bool> Redetermination::Finish() {
  XUEFEN_ASSIGN_OR_RETURN(const bool applied, IsApplied(pool_, law_));
  if (applied) return true;
  log::Info("determining anew by the law put into service", {{"law", law_.number}});
  for (int bucket = 0; bucket < kBuckets; ++bucket) {
    std::optional<Id> last;
    do {
      if (stopping_.HasBeenNotified()) return false;
      XUEFEN_ASSIGN_OR_RETURN(
          last, RedetermineSome(pool_, absl::Now() + kTimeout, law_, bucket, last, kPeopleMax));
    } while (last.has_value());
  }
  XUEFEN_RETURN_IF_ERROR(
      pg::TransactIdempotent(pool_, absl::Now() + kTimeout, [&](pg::Transaction& tx) {
        MarkApplied(tx, law_.number);
        return absl::OkStatus();
      }));
  log::Info("everything is determined by the law in service", {{"law", law_.number}});
  return true;
}

}  // namespace xuefen::credit
