#include "services/credit/domain/totals.h"

#include <algorithm>
#include <string>

namespace xuefen::credit {
namespace {

// What was credited to the record of that id; the results are in order of theirs.
rules::Ratio CreditedOf(const rules::Determination& determination, const std::string& id) {
  const auto& results = determination.records;
  const auto found = std::lower_bound(results.begin(), results.end(), id,
                                      [](const rules::RecordResult& result,
                                         const std::string& wanted) { return result.id < wanted; });
  return found == results.end() || found->id != id ? rules::Ratio() : found->credited;
}

}  // namespace

HoursPair& HoursPair::operator+=(const HoursPair& other) {
  reported += other.reported;
  credited = credited + other.credited;
  return *this;
}

Totals TotalsOf(const rules::Determination& determination, const PersonFacts& facts, int year) {
  Totals totals;
  std::string id;
  for (const LearningRecord& record : facts.records) {
    if (record.last_day.year() < year || year < record.first_day.year()) continue;
    HoursPair& hours = totals[{record.kind, record.subject}];
    if (record.last_day.year() == year) hours.reported += record.reported;
    id.clear();
    record.id.AppendHex(&id);
    hours.credited = hours.credited + CreditedOf(determination, id);
  }
  return totals;
}

void Add(const Totals& more, Totals& totals) {
  for (const auto& [cell, hours] : more) totals[cell] += hours;
}

HoursPair SumOf(const Totals& totals) {
  HoursPair sum;
  for (const auto& [cell, hours] : totals) sum += hours;
  return sum;
}

}  // namespace xuefen::credit
