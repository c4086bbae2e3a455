#include "services/credit/domain/totals.h"

#include <string>

#include "absl/container/flat_hash_map.h"

namespace xuefen::credit {

HoursPair& HoursPair::operator+=(const HoursPair& other) {
  reported += other.reported;
  credited = credited + other.credited;
  return *this;
}

Totals TotalsOf(const rules::Determination& determination, const PersonFacts& facts, int year) {
  absl::flat_hash_map<std::string, rules::Ratio> credited;
  for (const rules::RecordResult& result : determination.records) {
    credited.emplace(result.id, result.credited);
  }
  Totals totals;
  for (const LearningRecord& record : facts.records) {
    if (record.last_day.year() < year || year < record.first_day.year()) continue;
    HoursPair& hours = totals[{record.kind, record.subject}];
    if (record.last_day.year() == year) hours.reported += record.reported;
    const auto found = credited.find(record.id.Hex());
    if (found != credited.end()) hours.credited = hours.credited + found->second;
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
