#include "services/statistics/domain/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/refusal.h"

namespace xuefen::statistics {
namespace {

TEST(AsOfDay, IsTheDayAskedFor) {
  EXPECT_EQ(*AsOfDay(2018, Day(2018, 6, 30), Day(2018, 3, 1)), Day(2018, 6, 30));
}

TEST(AsOfDay, IsTheEndOfAYearThatIsOverOrToCome) {
  EXPECT_EQ(*AsOfDay(2018, std::nullopt, Day(2019, 1, 1)), Day(2018, 12, 31));
  EXPECT_EQ(*AsOfDay(2020, std::nullopt, Day(2019, 1, 1)), Day(2020, 12, 31));
}

TEST(AsOfDay, IsTodayWhileTheYearRuns) {
  EXPECT_EQ(*AsOfDay(2018, std::nullopt, Day(2018, 3, 1)), Day(2018, 3, 1));
}

TEST(AsOfDay, MustLieInTheYear) {
  for (const Day day : {Day(2017, 12, 31), Day(2019, 1, 1)}) {
    const auto as_of = AsOfDay(2018, day, Day(2018, 3, 1));
    EXPECT_EQ(ReasonOf(as_of.status()), Reason::FIELD_INVALID);
    EXPECT_EQ(ViolationsOf(as_of.status()).front().field, "as_of_day");
  }
}

TEST(Summary, TellsEachMeasureApart) {
  constexpr KindAndSubject kGeneral = {.kind = 1, .subject = 1};
  constexpr KindAndSubject kAchievement = {.kind = 3, .subject = 2};
  Summary summary;
  for (const auto& [measure, value] : Figures{{kPeopleRegistered, 7},
                                              {kPeopleWithRecords, 5},
                                              {kPeopleMet, 3},
                                              {ReportedHours(kGeneral), 1600},
                                              {CreditedHours(kGeneral), 800},
                                              {ReportedHours(kAchievement), 25},
                                              {CreditedHours({2, 2}), 0}}) {
    EXPECT_TRUE(Add(measure, value, summary).ok());
  }
  EXPECT_EQ(summary.people_registered, 7);
  EXPECT_EQ(summary.people_with_records, 5);
  EXPECT_EQ(summary.people_met, 3);
  EXPECT_EQ(summary.all, (HoursPair{Hours::FromCenti(1625), Hours::FromCenti(800)}));
  EXPECT_THAT(summary.cells,
              testing::ElementsAre(
                  testing::Pair(kGeneral, HoursPair{Hours::FromCenti(1600), Hours::FromCenti(800)}),
                  testing::Pair(kAchievement, HoursPair{Hours::FromCenti(25), Hours()})));
}

TEST(Summary, RefusesAMeasureItDoesNotKnow) {
  Summary summary;
  EXPECT_EQ(ReasonOf(Add(4, 1, summary)), Reason::INTERNAL);
}

}  // namespace
}  // namespace xuefen::statistics
