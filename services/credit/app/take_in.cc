#include "services/credit/app/take_in.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "services/credit/app/determinations.h"
#include "services/credit/storage/events.h"
#include "services/credit/storage/facts.h"
#include "services/credit/storage/names.h"

namespace xuefen::credit {
namespace {

// The years that `news` touch. A division decides which rules reach a person, so a new one touches
// every year with a record.
std::set<int> TouchedYears(const PersonFacts& news, const PersonFacts& all) {
  return YearsOf(news.administrations.empty() ? news.records : all.records);
}

// The days whose records decide about those years.
rules::DayRange DaysTouched(const PersonFacts& news, const PersonFacts& administered,
                            Determinations& determinations) {
  if (!news.administrations.empty()) return {rules::kFirstDay, rules::kEndOfDays};
  rules::DayRange days{rules::kEndOfDays, rules::kFirstDay};
  for (const int year : YearsOf(news.records)) {
    const rules::DayRange reach = determinations.ReachOf(administered, year);
    days = {std::min(days.first, reach.first), std::max(days.last, reach.last)};
  }
  return days;
}

// The feed tells everything once.
absl::Status AddNewRecords(const PersonFacts& news, PersonFacts& known) {
  for (const LearningRecord& record : news.records) {
    const auto is_same = [&](const LearningRecord& other) { return other.id == record.id; };
    if (std::any_of(known.records.begin(), known.records.end(), is_same)) {
      return Refusal(Reason::INTERNAL, "event: a record that is there already");
    }
    known.records.push_back(record);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RegistryEffect::Apply(pg::Transaction& tx, const feed::Change& change) {
  XUEFEN_RETURN_IF_ERROR(WantInService(tx, law_));
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<PersonFacts> news, ReadRegistryEvents(change.entries));
  XUEFEN_RETURN_IF_ERROR(InsertAdministrations(tx, news));
  touched_.clear();
  std::map<Id, const PersonFacts*> news_of;
  for (const PersonFacts& facts : news) {
    touched_.insert(facts.person);
    news_of[facts.person] = &facts;
  }
  Determinations determinations(law_, determiner_);
  const auto days = [&](const PersonFacts& known) {
    return DaysTouched(*news_of.at(known.person), known, determinations);
  };
  XUEFEN_ASSIGN_OR_RETURN(auto all, LoadFacts(tx, touched_, days));
  for (const PersonFacts& facts : news) {
    PersonFacts& known = all.at(facts.person);
    XUEFEN_RETURN_IF_ERROR(AddNewRecords(facts, known));
    for (const int year : TouchedYears(facts, known)) {
      determinations.Make(known, year, facts.records);
    }
  }
  return determinations.Write(tx, tail_);
}

// Somebody else may have taken something in meanwhile.
absl::Status RegistryEffect::Resume(pg::Transaction&) {
  recent_.ForgetAll();
  return absl::OkStatus();
}

void RegistryEffect::Committed(const feed::Change& change) {
  for (const Id& person : touched_) recent_.Forget(person);
  WakingEffect::Committed(change);
}

absl::Status AccreditationEffect::Apply(pg::Transaction& tx, const feed::Change& change) {
  XUEFEN_ASSIGN_OR_RETURN(const Names names, ReadAccreditationEvents(change.entries));
  PutNames(tx, names);
  return absl::OkStatus();
}

void AccreditationEffect::Committed(const feed::Change& change) {
  if (!change.entries.empty()) recent_.ForgetAll();
  WakingEffect::Committed(change);
}

}  // namespace xuefen::credit
