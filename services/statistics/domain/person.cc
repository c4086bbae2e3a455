#include "services/statistics/domain/person.h"

#include <algorithm>

namespace xuefen::statistics {
namespace {

// What was never counted is not counted as 0.
void Set(Measure measure, std::int64_t value, Figures& figures) {
  if (value != 0 || figures.count(measure) > 0) figures[measure] = value;
}

class Applier {
 public:
  explicit Applier(PersonState& person) : person_(person) {}

  void operator()(const Administration& administration) const {
    auto& all = person_.administrations;
    const auto at = std::lower_bound(
        all.begin(), all.end(), administration,
        [](const Administration& a, const Administration& b) { return a.first_day < b.first_day; });
    if (at != all.end() && at->first_day == administration.first_day) {
      *at = administration;
    } else {
      all.insert(at, administration);
    }
  }

  void operator()(const Determined& determined) const {
    Figures& figures = person_.years[determined.year];
    // What is not there any more is 0, like what never was.
    for (auto& [measure, value] : figures) value = 0;
    Set(kPeopleMet, determined.met ? 1 : 0, figures);
    for (const auto& [cell, hours] : determined.hours) {
      // Every record reports hours; one that only reaches into the year reports them in another.
      if (hours.reported > Hours()) figures[kPeopleWithRecords] = 1;
      Set(ReportedHours(cell), hours.reported.centi(), figures);
      Set(CreditedHours(cell), hours.credited.centi(), figures);
    }
  }

 private:
  PersonState& person_;
};

}  // namespace

void Apply(const Change& change, PersonState& person) { std::visit(Applier(person), change); }

}  // namespace xuefen::statistics
