#include "services/statistics/domain/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xuefen::statistics {
namespace {

// What the roll-ups answer for a division, year and as-of day.
std::int64_t Answer(const Cells& cells, int year, const std::string& division, Day as_of,
                    Measure measure) {
  std::int64_t sum = 0;
  for (const auto& [cell, value] : cells) {
    if (cell.year == year && cell.division == division && cell.measure == measure &&
        cell.from_day <= as_of) {
      sum += value;
    }
  }
  return sum;
}

const PersonState kMover = {
    .administrations = {{Day(2016, 4, 1), "370100"}, {Day(2018, 7, 1), "370200"}},
    .years = {{2018, {{kPeopleWithRecords, 1}, {CreditedHours(1, 2), 1600}}}}};

TEST(Figures, APersonCountsWhereThePersonWasOnTheAsOfDay) {
  Cells cells;
  Contribute(kMover, 1, cells);
  const auto credited = [&](const char* division, Day as_of) {
    return Answer(cells, 2018, division, as_of, CreditedHours(1, 2));
  };
  EXPECT_EQ(credited("370100", Day(2018, 6, 30)), 1600);
  EXPECT_EQ(credited("370200", Day(2018, 6, 30)), 0);
  EXPECT_EQ(credited("370100", Day(2018, 12, 31)), 0);
  EXPECT_EQ(credited("370200", Day(2018, 12, 31)), 1600);
}

TEST(Figures, ThePopulationIsExactOnEveryDay) {
  Cells cells;
  Contribute(kMover, 1, cells);
  const auto people = [&](const char* division, Day as_of) {
    return Answer(cells, kPopulation, division, as_of, kPeopleRegistered);
  };
  EXPECT_EQ(people("370100", Day(2016, 3, 31)), 0);
  EXPECT_EQ(people("370100", Day(2016, 4, 1)), 1);
  EXPECT_EQ(people("370100", Day(2018, 7, 1)), 0);
  EXPECT_EQ(people("370200", Day(2018, 7, 1)), 1);
}

TEST(Figures, TakingAwayUndoesAdding) {
  Cells cells;
  Contribute(kMover, 1, cells);
  Contribute(kMover, -1, cells);
  for (const auto& [cell, value] : cells) EXPECT_EQ(value, 0) << cell.division;
}

TEST(Figures, NobodyCountsBeforeBeingAdministered) {
  const PersonState person = {.administrations = {}, .years = {{2018, {{kPeopleMet, 1}}}}};
  Cells cells;
  Contribute(person, 1, cells);
  EXPECT_THAT(cells, testing::IsEmpty());
}

}  // namespace
}  // namespace xuefen::statistics
