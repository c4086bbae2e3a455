#include "services/credit/domain/facts.h"

#include <algorithm>

namespace xuefen::credit {

std::optional<std::string> DivisionOn(const std::vector<Administration>& administrations, Day day) {
  std::optional<std::string> division;
  for (const Administration& administration : administrations) {
    if (administration.first_day <= day) division = administration.division;
  }
  return division;
}

Day AsOfDay(int year, std::optional<Day> asked, Day today) {
  return asked.value_or(std::min(LastDayOf(year), today));
}

std::set<int> YearsOf(const LearningRecord& record) {
  std::set<int> years;
  for (auto year = record.first_day.year(); year <= record.last_day.year(); ++year) {
    years.insert(static_cast<int>(year));
  }
  return years;
}

std::set<int> YearsOf(const std::vector<LearningRecord>& records) {
  std::set<int> years;
  for (const LearningRecord& record : records) years.merge(YearsOf(record));
  return years;
}

}  // namespace xuefen::credit
