#include "services/credit/domain/determine.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/divisions/divisions.h"
#include "libs/rules/facts.h"

namespace xuefen::credit {
namespace {

// Tags, statuses and evidence are those that deploy/rules declares.
const char* TagOf(Kind kind) {
  switch (kind) {
    case Kind::kTraining: return "kind.training";
    case Kind::kSelfStudy: return "kind.self_study";
    case Kind::kAchievement: return "kind.achievement";
  }
  return "";
}

const char* TagOf(Subject subject) {
  switch (subject) {
    case Subject::kGeneral: return "subject.general";
    case Subject::kProfessional: return "subject.professional";
  }
  return "";
}

void Note(const char* name, std::optional<Day> day, std::map<std::string, Day>& evidence) {
  if (day.has_value()) {
    evidence.insert_or_assign(name, *day);
  } else {
    evidence.erase(name);
  }
}

// Sets all that records of this service have; `rule` may have been another. Without attributes: see
// Inquiry::Reach.
void Fill(const LearningRecord& record, rules::Record& rule) {
  rule.id.clear();
  record.id.AppendHex(&rule.id);
  rule.tags.resize(2);
  rule.tags[0] = TagOf(record.kind);
  rule.tags[1] = TagOf(record.subject);
  rule.first = record.first_day;
  rule.last = record.last_day;
  rule.quantity_centi[rules::kDailyQuantity] = record.reported.centi();
  Note("organised_by_authority", record.organised_on, rule.evidence);
  Note("approved", record.approved_on, rule.evidence);
  Note("filed", record.filed_on, rule.evidence);
}

// From the province down, "370000", "370100", "370102". The table may not know the division on that
// day, such as one that people were imported into from a day before it was formed; then its digits
// tell.
std::vector<std::string> PathOf(const Administration& administration) {
  const std::string& code = administration.division;
  std::vector<std::string> path = divisions::Shandong().Path(code, administration.first_day);
  if (!path.empty() || code.size() != 6) return path.empty() ? std::vector{code} : path;
  for (const std::size_t digits : {2U, 4U, 6U}) {
    std::string outer = code.substr(0, digits) + std::string(6 - digits, '0');
    if (path.empty() || path.back() != outer) path.push_back(std::move(outer));
  }
  return path;
}

std::vector<rules::Status> ToRule(const std::vector<Administration>& administrations) {
  std::vector<rules::Status> statuses;
  for (std::size_t i = 0; i < administrations.size(); ++i) {
    Period period{administrations[i].first_day, std::nullopt};
    if (i + 1 < administrations.size()) period.to = administrations[i + 1].first_day - 1;
    statuses.push_back(
        {.name = absl::StrCat("division.", absl::StrJoin(PathOf(administrations[i]), ".")),
         .period = period,
         .attributes = {}});
  }
  return statuses;
}

constexpr std::size_t kInquiriesMax = 256;

}  // namespace

rules::Inquiry& Determiner::InquiryFor(const PersonFacts& facts, int year, Day as_of) {
  Key key{facts.administrations, year, as_of};
  const auto found = inquiries_.find(key);
  if (found != inquiries_.end()) return found->second;
  // People come from few divisions; where they do not, memory is worth more than time.
  if (inquiries_.size() == kInquiriesMax) inquiries_.clear();
  rules::Question question{.on = LastDayOf(year), .as_of = as_of, .purpose = kPurpose};
  rules::PersonContext context{
      .reference = "", .statuses = ToRule(facts.administrations), .waivers = {}};
  return inquiries_
      .try_emplace(std::move(key), book_.book(), std::move(question), std::move(context))
      .first->second;
}

rules::Determination Determiner::Determine(const PersonFacts& facts, int year, Day as_of) {
  records_.resize(facts.records.size());
  for (std::size_t i = 0; i < records_.size(); ++i) Fill(facts.records[i], records_[i]);
  return InquiryFor(facts, year, as_of).Answer(facts.person.Hex(), records_);
}

rules::DayRange Determiner::ReachOf(const PersonFacts& facts, int year, Day as_of) {
  return InquiryFor(facts, year, as_of).Reach();
}

}  // namespace xuefen::credit
