#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/credit/domain/determine.h"
#include "services/credit/domain/facts.h"
#include "services/credit/domain/totals.h"
#include "services/credit/testing/facts.h"

namespace xuefen::credit {
namespace {

using rules::Ratio;
using ::testing::ElementsAre;
using testing::LawInForce;
using ::testing::Pair;
using testing::PersonCalled;
using testing::Training;

PersonFacts PersonWith(std::vector<LearningRecord> records) {
  PersonFacts facts = PersonCalled("somebody");
  facts.records = std::move(records);
  return facts;
}

rules::Determination AtYearEnd(const PersonFacts& facts, int year) {
  return Determiner(LawInForce()).Determine(facts, year, LastDayOf(year));
}

// One day of professional training in 2018.
LearningRecord OneDay() {
  return Training("one day", Subject::kProfessional, Day(2018, 3, 1), Day(2018, 3, 1), 8);
}

// What the only record of the facts is credited, and why nothing.
std::pair<Ratio, std::string> OnlyResult(const PersonFacts& facts, int year) {
  const rules::Determination determination = AtYearEnd(facts, year);
  if (determination.records.size() != 1) return {Ratio::Of(-1), "not one record"};
  return {determination.records[0].credited, determination.records[0].reason};
}

TEST(Facts, ADivisionAdministersUntilTheDayBeforeTheNext) {
  const std::vector<Administration> administrations = {{Day(2016, 4, 1), "370100"},
                                                       {Day(2018, 7, 1), "370200"}};
  EXPECT_EQ(DivisionOn(administrations, Day(2016, 3, 31)), std::nullopt);
  EXPECT_EQ(DivisionOn(administrations, Day(2018, 6, 30)), "370100");
  EXPECT_EQ(DivisionOn(administrations, Day(2018, 7, 1)), "370200");
  EXPECT_EQ(DivisionOn({}, Day(2018, 7, 1)), std::nullopt);
}

TEST(Facts, LawIsConsideredUpToTheDayAskedForOrTheYearsEndOrTodayWhileItRuns) {
  EXPECT_EQ(AsOfDay(2018, Day(2018, 5, 1), Day(2020, 1, 1)), Day(2018, 5, 1));
  EXPECT_EQ(AsOfDay(2018, {}, Day(2020, 1, 1)), Day(2018, 12, 31));
  EXPECT_EQ(AsOfDay(2018, {}, Day(2018, 5, 1)), Day(2018, 5, 1));
}

TEST(Facts, ARecordAcrossNewYearTouchesBothYears) {
  const LearningRecord record =
      Training("across", Subject::kGeneral, Day(2018, 12, 30), Day(2019, 1, 2), 12);
  EXPECT_THAT(YearsOf(record), ElementsAre(2018, 2019));
  EXPECT_THAT(YearsOf({OneDay(), record}), ElementsAre(2018, 2019));
  EXPECT_THAT(YearsOf(std::vector<LearningRecord>()), ElementsAre());
}

TEST(Determine, EachGateOfTheRegistryIsTheEvidenceTheRulesAskFor) {
  LearningRecord record = OneDay();
  EXPECT_THAT(OnlyResult(PersonWith({record}), 2018), Pair(Ratio::Of(8), ""));
  record.filed_on.reset();
  EXPECT_THAT(OnlyResult(PersonWith({record}), 2018), Pair(Ratio(), "NOT_FILED"));
  record.approved_on = record.first_day;
  EXPECT_THAT(OnlyResult(PersonWith({record}), 2018), Pair(Ratio::Of(8), ""));
  record.approved_on.reset();
  record.organised_on = record.first_day;
  EXPECT_THAT(OnlyResult(PersonWith({record}), 2018), Pair(Ratio::Of(8), ""));
}

TEST(Determine, TheOtherKindsMeetTheirOwnRules) {
  LearningRecord record = OneDay();
  record.kind = Kind::kSelfStudy;
  EXPECT_THAT(OnlyResult(PersonWith({record}), 2018), Pair(Ratio(), "NO_ARCHIVE"));
  record.kind = Kind::kAchievement;
  EXPECT_THAT(OnlyResult(PersonWith({record}), 2018), Pair(Ratio::Of(10), ""));
}

TEST(Determine, RulesOfTheProvinceReachEveryDivisionInIt) {
  PersonFacts facts = PersonWith({OneDay()});
  // 370116 was formed in 2019: the table does not know it on the first day of this administration.
  for (const char* inside : {"370000", "370100", "370102", "370116", "370199"}) {
    facts.administrations = {{Day(2016, 4, 1), inside}};
    EXPECT_THAT(OnlyResult(facts, 2018), Pair(Ratio::Of(8), "")) << inside;
  }
  facts.administrations = {{Day(2016, 4, 1), "320100"}};
  EXPECT_THAT(OnlyResult(facts, 2018), Pair(Ratio(), "NO_RECOGNITION_RULE_IN_FORCE"));
}

TEST(Determine, TheDivisionOfTheTrainingDaysRecognises) {
  PersonFacts facts = PersonWith({OneDay()});
  facts.administrations = {{Day(2016, 4, 1), "320100"}, {Day(2018, 3, 1), "370100"}};
  EXPECT_THAT(OnlyResult(facts, 2018), Pair(Ratio::Of(8), ""));
  facts.administrations = {{Day(2016, 4, 1), "320100"}, {Day(2018, 3, 2), "370100"}};
  EXPECT_THAT(OnlyResult(facts, 2018), Pair(Ratio(), "NO_RECOGNITION_RULE_IN_FORCE"));
}

TEST(Determine, NothingIsRecognisedAfterThePolicyExpiredButNinetyStillStand) {
  LearningRecord record =
      Training("late", Subject::kProfessional, Day(2021, 4, 1), Day(2021, 4, 1), 6);
  EXPECT_THAT(OnlyResult(PersonWith({record}), 2021),
              Pair(Ratio(), "NO_RECOGNITION_RULE_IN_FORCE"));
  const rules::Determination determination = AtYearEnd(PersonWith({record}), 2021);
  EXPECT_EQ(determination.verdict, rules::Verdict::kNotMet);
  EXPECT_EQ(determination.Find("total")->missing, Ratio::Of(90));
}

TEST(Determine, OrderOfRecordsIsNotRead) {
  PersonFacts facts =
      PersonWith({Training("a", Subject::kGeneral, Day(2018, 3, 1), Day(2018, 3, 2), 16),
                  Training("b", Subject::kProfessional, Day(2018, 3, 2), Day(2018, 3, 3), 16),
                  Training("c", Subject::kProfessional, Day(2018, 3, 3), Day(2018, 3, 3), 4),
                  Training("d", Subject::kGeneral, Day(2018, 12, 31), Day(2019, 1, 1), 16)});
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  std::sort(facts.records.begin(), facts.records.end(), by_id);
  const rules::Determination determination = AtYearEnd(facts, 2018);
  while (std::next_permutation(facts.records.begin(), facts.records.end(), by_id)) {
    ASSERT_EQ(AtYearEnd(facts, 2018).receipt, determination.receipt);
  }
}

TEST(Determiner, ManyWhoAreAdministeredDifferentlyGetTheAnswersOfEach) {
  Determiner of_all(LawInForce());
  for (int i = 0; i < 600; ++i) {
    PersonFacts facts = PersonWith({OneDay()});
    facts.administrations.front().first_day = Day(2018, 1, 1) + i % 300;
    EXPECT_EQ(of_all.Determine(facts, 2018, LastDayOf(2018)).receipt,
              AtYearEnd(facts, 2018).receipt);
  }
}

TEST(Determiner, KeepsNothingOfThePersonBefore) {
  LearningRecord approved = OneDay();
  approved.subject = Subject::kGeneral;
  approved.filed_on = std::nullopt;
  approved.approved_on = approved.first_day;
  LearningRecord organised = OneDay();
  organised.kind = Kind::kAchievement;
  organised.filed_on = std::nullopt;
  organised.organised_on = organised.first_day;
  LearningRecord nothing = OneDay();
  nothing.filed_on = std::nullopt;
  Determiner of_all(LawInForce());
  for (const LearningRecord& first : {OneDay(), approved, organised, nothing}) {
    for (const LearningRecord& second : {OneDay(), approved, organised, nothing}) {
      of_all.Determine(PersonWith({first, OneDay()}), 2018, LastDayOf(2018));
      const PersonFacts facts = PersonWith({second});
      EXPECT_EQ(of_all.Determine(facts, 2018, LastDayOf(2018)).receipt,
                AtYearEnd(facts, 2018).receipt);
    }
  }
}

TEST(Totals, AreByKindAndSubjectReportedAndCredited) {
  const PersonFacts facts =
      PersonWith({Training("a", Subject::kProfessional, Day(2018, 3, 1), Day(2018, 3, 2), 16),
                  Training("b", Subject::kGeneral, Day(2018, 3, 2), Day(2018, 3, 3), 16),
                  Training("c", Subject::kGeneral, Day(2017, 3, 2), Day(2017, 3, 2), 5)});
  const Totals totals = TotalsOf(AtYearEnd(facts, 2018), facts, 2018);
  EXPECT_THAT(totals, ElementsAre(Pair(Pair(Kind::kTraining, Subject::kGeneral),
                                       HoursPair{Hours::FromCenti(1600), Ratio::Of(8)}),
                                  Pair(Pair(Kind::kTraining, Subject::kProfessional),
                                       HoursPair{Hours::FromCenti(1600), Ratio::Of(16)})));
  EXPECT_EQ(SumOf(totals), (HoursPair{Hours::FromCenti(3200), Ratio::Of(24)}));
}

TEST(Totals, OfTheYearsAcrossNewYearAddUpToWhatWasReported) {
  const PersonFacts facts =
      PersonWith({Training("across", Subject::kGeneral, Day(2018, 12, 30), Day(2019, 1, 1), 12)});
  const HoursPair before = SumOf(TotalsOf(AtYearEnd(facts, 2018), facts, 2018));
  const HoursPair after = SumOf(TotalsOf(AtYearEnd(facts, 2019), facts, 2019));
  EXPECT_EQ(before, (HoursPair{Hours(), Ratio::Of(8)}));
  EXPECT_EQ(after, (HoursPair{Hours::FromCenti(1200), Ratio::Of(4)}));
}

}  // namespace
}  // namespace xuefen::credit
