#include "services/statistics/domain/rollup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <utility>
#include <vector>

namespace xuefen::statistics {
namespace {

constexpr KindAndSubject kProfessionalTraining = {.kind = 1, .subject = 2};

// What the roll-ups answer for a division itself, a year and an as-of day.
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
    .years = {{2018, {{kPeopleWithRecords, 1}, {CreditedHours(kProfessionalTraining), 1600}}}}};

TEST(Rollup, APersonCountsWhereThePersonWasOnTheAsOfDay) {
  Cells cells;
  Contribute(kMover, 1, cells);
  const auto credited = [&](const char* division, Day as_of) {
    return Answer(cells, 2018, division, as_of, CreditedHours(kProfessionalTraining));
  };
  EXPECT_EQ(credited("370100", Day(2018, 6, 30)), 1600);
  EXPECT_EQ(credited("370200", Day(2018, 6, 30)), 0);
  EXPECT_EQ(credited("370100", Day(2018, 12, 31)), 0);
  EXPECT_EQ(credited("370200", Day(2018, 12, 31)), 1600);
}

TEST(Rollup, ThePopulationIsExactOnEveryDay) {
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

TEST(Rollup, TakingAwayUndoesAddingAndLeavesNoCell) {
  Cells cells;
  Contribute(kMover, 1, cells);
  Contribute(kMover, -1, cells);
  EXPECT_THAT(cells, testing::IsEmpty());
}

TEST(Rollup, AYearTouchesOnlyThePlacesOfThatYear) {
  PersonState person = kMover;
  person.years = {{2019, {{kPeopleMet, 1}}}};
  Cells cells;
  Contribute(person, 1, cells);
  EXPECT_EQ(cells.count({2019, "370100", Day(2019, 1, 1), kPeopleMet}), 0U);
  EXPECT_EQ(cells.at({2019, "370200", Day(2019, 1, 1), kPeopleMet}), 1);
}

TEST(Rollup, NobodyCountsBeforeBeingAdministered) {
  const PersonState person = {.administrations = {}, .years = {{2018, {{kPeopleMet, 1}}}}};
  Cells cells;
  Contribute(person, 1, cells);
  EXPECT_THAT(cells, testing::IsEmpty());
}

constexpr int kPeople = 4;
constexpr int kYears[] = {2017, 2018};
constexpr const char* kDivisions[] = {"370102", "370202", "371202"};
constexpr KindAndSubject kCells[] = {{1, 1}, {1, 2}, {2, 2}};

rc::Gen<Day> AnyDay() {
  return rc::gen::map(rc::gen::inRange(-40, 2 * 365 + 40),
                      [](int offset) { return Day(2017, 1, 1) + offset; });
}

using HoursOfCells = std::vector<std::pair<KindAndSubject, HoursPair>>;

rc::Gen<Change> AnyChange() {
  const auto year = rc::gen::elementOf(std::vector<int>(std::begin(kYears), std::end(kYears)));
  const auto cell =
      rc::gen::elementOf(std::vector<KindAndSubject>(std::begin(kCells), std::end(kCells)));
  const auto hours = rc::gen::map(
      rc::gen::pair(rc::gen::inRange(0, 5000), rc::gen::inRange(0, 5000)), [](const auto& pair) {
        return HoursPair{Hours::FromCenti(pair.first), Hours::FromCenti(pair.second)};
      });
  const auto division =
      rc::gen::elementOf(std::vector<std::string>(std::begin(kDivisions), std::end(kDivisions)));
  return rc::gen::oneOf(
      rc::gen::map(rc::gen::tuple(AnyDay(), division),
                   [](const auto& t) -> Change {
                     return Administration{std::get<0>(t), std::get<1>(t)};
                   }),
      rc::gen::map(
          rc::gen::tuple(year, rc::gen::arbitrary<bool>(),
                         rc::gen::container<HoursOfCells>(rc::gen::pair(cell, hours))),
          [](const auto& t) -> Change {
            const HoursOfCells& cells = std::get<2>(t);
            return Determined{std::get<0>(t), std::get<1>(t), {cells.begin(), cells.end()}};
          }));
}

// The same answer by asking every person.
std::int64_t Recount(const std::vector<PersonState>& people, int year, const std::string& division,
                     Day as_of, Measure measure) {
  std::int64_t sum = 0;
  for (const PersonState& person : people) {
    std::string where;
    for (const Administration& place : person.administrations) {
      if (place.first_day <= as_of) where = place.division;
    }
    if (where != division) continue;
    if (measure == kPeopleRegistered) ++sum;
    const auto figures = person.years.find(year);
    if (figures == person.years.end()) continue;
    const auto value = figures->second.find(measure);
    if (value != figures->second.end()) sum += value->second;
  }
  return sum;
}

std::vector<Measure> MeasuresOfAYear() {
  std::vector<Measure> measures = {kPeopleWithRecords, kPeopleMet};
  for (const KindAndSubject cell : kCells) {
    measures.push_back(ReportedHours(cell));
    measures.push_back(CreditedHours(cell));
  }
  return measures;
}

TEST(Rollup, ChangesAddUpToARecountForEveryDayAndDivision) {
  EXPECT_TRUE(rc::check([] {
    std::vector<PersonState> people(kPeople);
    Cells cells;
    const auto changes = *rc::gen::container<std::vector<std::pair<int, Change>>>(
        rc::gen::pair(rc::gen::inRange(0, kPeople), AnyChange()));
    for (const auto& [who, change] : changes) {
      PersonState& person = people[static_cast<std::size_t>(who)];
      Contribute(person, -1, cells);
      Apply(change, person);
      Contribute(person, 1, cells);
    }
    const Day as_of = *AnyDay();
    const int year = static_cast<int>(as_of.year());
    for (const char* division : kDivisions) {
      RC_ASSERT(Answer(cells, kPopulation, division, as_of, kPeopleRegistered) ==
                Recount(people, kPopulation, division, as_of, kPeopleRegistered));
      for (const Measure measure : MeasuresOfAYear()) {
        RC_ASSERT(Answer(cells, year, division, as_of, measure) ==
                  Recount(people, year, division, as_of, measure));
      }
    }
  }));
}

}  // namespace
}  // namespace xuefen::statistics
