#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "libs/rules/batch.h"

namespace xuefen::bench {

// What people of seventeen cities did in 2018. All of it follows from numbers.
class Year {
 public:
  // With `spans` a third of the courses last two days and a third three; otherwise all last one.
  Year(std::size_t people, int records_each, bool spans);

  enum Kind : std::int16_t { kTraining, kSelfStudy, kAchievement };
  struct Entry {
    std::int32_t first = 0;  // as DayNumber counts
    std::int32_t last = 0;
    Kind kind = kTraining;
    bool professional = false;
    bool evidenced = false;  // filed, or verified by the employer; achievements need nothing
    std::int32_t centi = 0;
  };

  std::size_t people() const { return people_; }
  std::size_t records() const { return people_ * static_cast<std::size_t>(records_each_); }

  // In order of their days. `entries` is overwritten.
  void EntriesOf(std::size_t person, std::vector<Entry>& entries) const;

  // The person as the rules see one.
  rules::PersonContext PersonOf(std::size_t person) const;
  rules::Batch::Facts FactsOf(std::size_t person) const;

 private:
  const std::size_t people_;
  const int records_each_;
  const bool spans_;
};

// Adds people of a year to a population by the shapes of their entries.
class YearColumns {
 public:
  YearColumns(const Year& year, rules::Population& population)
      : year_(year), population_(population) {}

  void Add(std::size_t person, absl::Span<const Year::Entry> entries);
  // From `first` to before `end`.
  void AddAll(std::size_t first, std::size_t end);

 private:
  struct City {
    rules::ContextCode context = 0;
    std::vector<rules::ShapeCode> shapes;
  };
  const City& CityOf(std::size_t person);

  const Year& year_;
  rules::Population& population_;
  std::vector<City> cities_;
  std::vector<rules::FactRow> rows_;
};

// The question that is put: the annual check of that year.
rules::Question AnnualCheck();

}  // namespace xuefen::bench
