#include "services/statistics/domain/person.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/statistics/testing/hours.h"

namespace xuefen::statistics {
namespace {

using ::testing::ElementsAre;
using testing::HoursOf;
using ::testing::Pair;

constexpr KindAndSubject kGeneral = {.kind = 1, .subject = 1};
constexpr KindAndSubject kProfessional = {.kind = 1, .subject = 2};

PersonState After(const std::vector<Change>& changes) {
  PersonState person;
  for (const Change& change : changes) Apply(change, person);
  return person;
}

TEST(Person, ADeterminationTellsWhatWasReportedAndCredited) {
  const PersonState person =
      After({Determined{2018, true, {{kGeneral, HoursOf(1600, 800)}, {kProfessional, {}}}}});
  EXPECT_THAT(person.years.at(2018),
              ElementsAre(Pair(kPeopleWithRecords, 1), Pair(kPeopleMet, 1),
                          Pair(ReportedHours(kGeneral), 1600), Pair(CreditedHours(kGeneral), 800)));
}

TEST(Person, WhoseRecordsEndInAnotherYearHasNoneInThisOne) {
  const PersonState person = After({Determined{2018, false, {{kGeneral, HoursOf(0, 800)}}}});
  EXPECT_THAT(person.years.at(2018), ElementsAre(Pair(CreditedHours(kGeneral), 800)));
}

TEST(Person, ADeterminationReplacesTheLastOfItsYear) {
  const PersonState person =
      After({Determined{2018, true, {{kGeneral, HoursOf(3000, 3000)}}}, Determined{2019, true, {}},
             Determined{2018, false, {{kProfessional, HoursOf(200, 100)}}}});
  EXPECT_THAT(
      person.years.at(2018),
      ElementsAre(Pair(kPeopleWithRecords, 1), Pair(kPeopleMet, 0),
                  Pair(ReportedHours(kGeneral), 0), Pair(ReportedHours(kProfessional), 200),
                  Pair(CreditedHours(kGeneral), 0), Pair(CreditedHours(kProfessional), 100)));
  EXPECT_THAT(person.years.at(2019), ElementsAre(Pair(kPeopleMet, 1)));
}

TEST(Person, AdministrationsStandInOrderOfTheirDaysAndTheLaterWordHolds) {
  const Administration jinan = {Day(2016, 4, 1), "370100"};
  const Administration qingdao = {Day(2018, 7, 1), "370200"};
  const Administration zibo = {Day(2018, 7, 1), "370300"};
  EXPECT_THAT(After({qingdao, jinan}).administrations, ElementsAre(jinan, qingdao));
  EXPECT_THAT(After({jinan, qingdao, zibo}).administrations, ElementsAre(jinan, zibo));
}

TEST(Person, IsTheSameHoweverTheFeedsInterleave) {
  const std::vector<Change> registry = {Administration{Day(2016, 4, 1), "370100"},
                                        Administration{Day(2018, 7, 1), "370200"}};
  const std::vector<Change> credit = {Determined{2018, false, {{kGeneral, HoursOf(800, 800)}}},
                                      Determined{2018, true, {{kGeneral, HoursOf(2400, 1600)}}}};
  std::vector<bool> from_credit = {false, false, true, true};
  const PersonState want = After({registry[0], registry[1], credit[0], credit[1]});
  do {
    std::vector<Change> changes;
    std::size_t next[] = {0, 0};
    for (const bool is_credit : from_credit) {
      changes.push_back(is_credit ? credit[next[1]++] : registry[next[0]++]);
    }
    EXPECT_EQ(After(changes), want);
  } while (std::next_permutation(from_credit.begin(), from_credit.end()));
}

}  // namespace
}  // namespace xuefen::statistics
