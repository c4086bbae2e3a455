#include "services/statistics/app/summarise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/refusal.h"
#include "libs/divisions/divisions.h"
#include "libs/rpc/access.h"
#include "services/statistics/app/arrived.h"
#include "services/statistics/testing/events.h"
#include "services/statistics/testing/hours.h"
#include "services/statistics/testing/statistics_fixture.h"

namespace xuefen::statistics {
namespace {

using testing::DeterminationMade;
using ::testing::ElementsAre;
using testing::HoursOf;
using ::testing::Pair;
using testing::PersonRegistered;
using testing::Reflects;

constexpr KindAndSubject kGeneral = {.kind = 1, .subject = 1};
constexpr KindAndSubject kProfessional = {.kind = 1, .subject = 2};

// The roll-ups are looked up by this.
TEST(LiesWithin, IsSaidOnlyOfCodesWithTheSameFirstDigits) {
  const divisions::Table& table = divisions::Shandong();
  for (const Day day : {Day(2000, 1, 1), Day(2018, 12, 31), Day(2019, 1, 9)}) {
    for (const divisions::Division* inner : table.ExistingOn(day)) {
      for (const divisions::Division* outer : table.ExistingOn(day)) {
        if (!LiesWithin(inner->code, outer->code, day)) continue;
        EXPECT_TRUE(rpc::DivisionCovers(outer->code, inner->code)) << inner->code << outer->code;
      }
    }
  }
}

class SummariseTest : public testing::StatisticsTest {
 protected:
  absl::StatusOr<SummaryAnswer> Ask(const std::string& division, Day as_of) {
    return Summarise(
        *pool_, Soon(),
        {.division = division, .year = static_cast<int>(as_of.year()), .as_of = as_of});
  }

  // People registered in a division, or -1 for no such division.
  std::int64_t People(const std::string& division, Day as_of) {
    const absl::StatusOr<SummaryAnswer> answer = Ask(division, as_of);
    if (ReasonOf(answer.status()) == Reason::NOT_FOUND) return -1;
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? answer->summary.people_registered : -2;
  }

  void Register(const std::string& name, const std::string& division,
                Day first_day = Day(2016, 4, 1)) {
    const absl::Status status =
        TakeInRegistry({PersonRegistered(Id::Derived(name), division, first_day)});
    EXPECT_TRUE(status.ok()) << status;
  }
};

TEST_F(SummariseTest, AddsUpADivisionAndAllBelowIt) {
  Register("of the city itself", "370100");
  Register("of a district", "370102");
  Register("of another city", "370202");
  EXPECT_EQ(People("370102", Day(2018, 12, 31)), 1);
  EXPECT_EQ(People("370100", Day(2018, 12, 31)), 2);
  EXPECT_EQ(People("370000", Day(2018, 12, 31)), 3);
  EXPECT_EQ(People("370300", Day(2018, 12, 31)), 0);
  EXPECT_EQ(People("370000", Day(2016, 3, 31)), 0);
}

TEST_F(SummariseTest, LaiwuCountsForItselfUntilItMergedIntoJinan) {
  Register("who moved with the district", "371202");
  Register("who moved with the district", "370116", Day(2019, 1, 9));
  Register("whom nobody moved", "371202");
  const Day last(2019, 1, 8);
  EXPECT_EQ(People("371202", last), 2);
  EXPECT_EQ(People("371200", last), 2);
  EXPECT_EQ(People("370100", last), 0);
  const Day merged(2019, 1, 9);
  EXPECT_EQ(People("370100", merged), 1);
  EXPECT_EQ(People("371200", merged), 1);
  EXPECT_EQ(People("370000", merged), 2);
}

TEST_F(SummariseTest, ACodeThatIsNoDivisionLiesWhereItsDigitsSay) {
  Register("of a development zone", "370191");
  EXPECT_EQ(People("370191", Day(2018, 12, 31)), 1);
  EXPECT_EQ(People("370100", Day(2018, 12, 31)), 1);
  EXPECT_EQ(People("370200", Day(2018, 12, 31)), 0);
}

TEST_F(SummariseTest, ADivisionNobodyKnowsIsNotFound) {
  EXPECT_EQ(People("110000", Day(2018, 12, 31)), -1);
  EXPECT_EQ(People("370199", Day(2018, 12, 31)), -1);
  EXPECT_EQ(People("370102", Day(2018, 12, 31)), 0);
}

TEST_F(SummariseTest, TellsHoursAndPeopleOfTheYear) {
  const Id met = Id::Derived("met");
  const Id not_met = Id::Derived("not met");
  Register("met", "370102");
  Register("not met", "370104");
  Register("without a record", "370102");
  ASSERT_TRUE(TakeInCredit({DeterminationMade(met, 2018, credit::v1::VERDICT_MET,
                                              {{kGeneral, HoursOf(1600, 800)},
                                               {kProfessional, HoursOf(8800, 6000)}}),
                            DeterminationMade(met, 2019, credit::v1::VERDICT_NOT_MET,
                                              {{kGeneral, HoursOf(9900, 9900)}}),
                            DeterminationMade(not_met, 2018, credit::v1::VERDICT_NOT_MET,
                                              {{kGeneral, HoursOf(50, 0)}})})
                  .ok());
  const Summary summary = Ask("370100", Day(2018, 12, 31))->summary;
  EXPECT_EQ(summary.people_registered, 3);
  EXPECT_EQ(summary.people_with_records, 2);
  EXPECT_EQ(summary.people_met, 1);
  EXPECT_EQ(summary.all, HoursOf(10450, 6800));
  EXPECT_THAT(summary.cells, ElementsAre(Pair(kGeneral, HoursOf(1650, 800)),
                                         Pair(kProfessional, HoursOf(8800, 6000))));
  EXPECT_EQ(Ask("370104", Day(2018, 12, 31))->summary.all.reported, Hours::FromCenti(50));
}

TEST_F(SummariseTest, ReflectsTheRegistryOnlyAsFarAsCreditDoesToo) {
  ASSERT_TRUE(MoveTo("registry", 3, 10).ok());
  ASSERT_TRUE(MoveTo("registry", 4, 6).ok());
  ASSERT_TRUE(MoveTo("registry", 5, 2).ok());
  ASSERT_TRUE(MoveTo("credit", 3, 20).ok());
  ASSERT_TRUE(MoveTo("accreditation", 3, 5).ok());
  ASSERT_TRUE(TakeInCredit({}, {Reflects("registry", 3, 7), Reflects("registry", 4, 9),
                                Reflects("registry", 6, 1), Reflects("accreditation", 3, 4)})
                  .ok());
  const auto answer = Ask("370000", Day(2018, 12, 31));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->freshness.service, "registry");
  EXPECT_THAT(answer->freshness.positions, ElementsAre(Pair(3, 7), Pair(4, 6)));
  EXPECT_THAT(answer->feeds,
              ElementsAre(Pair("accreditation", 5), Pair("credit", 20), Pair("registry", 18)));

  const auto arrived = ReadArrived(*pool_, Soon());
  ASSERT_TRUE(arrived.ok()) << arrived.status();
  EXPECT_THAT(arrived->at("registry"), ElementsAre(Pair(3, 7), Pair(4, 6)));
  EXPECT_THAT(arrived->at("accreditation"), ElementsAre(Pair(3, 4)));
  EXPECT_THAT(arrived->at("credit"), ElementsAre(Pair(3, 20)));
}

TEST_F(SummariseTest, AnswersOfNothingWhenNothingWasTakenIn) {
  const auto answer = Ask("370000", Day(2018, 12, 31));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->summary.people_registered, 0);
  EXPECT_THAT(answer->freshness.positions, ElementsAre());
  EXPECT_THAT(answer->feeds,
              ElementsAre(Pair("accreditation", 0), Pair("credit", 0), Pair("registry", 0)));
}

}  // namespace
}  // namespace xuefen::statistics
