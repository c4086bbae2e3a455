#include "services/credit/app/read_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/rpc/access.h"
#include "libs/wire/wire.h"
#include "services/credit/testing/credit_fixture.h"
#include "services/credit/testing/facts.h"

namespace xuefen::credit {
namespace {

using testing::CompletionRecorded;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using testing::PersonCalled;
using testing::PersonRegistered;
using testing::Training;

constexpr char kOtherProvider[] = "12370000MB2857409Q";

MaySee Bureau(const std::string& division) {
  return [division](absl::string_view inner) { return rpc::DivisionCovers(division, inner); };
}

class ReadAccountTest : public testing::CreditTest {
 protected:
  ReadAccountTest() {
    Register({PersonRegistered(person_, {Day(2016, 4, 1), "370102"}),
              CompletionRecorded(person_, shared_first_), CompletionRecorded(person_, shared_)});
  }

  absl::StatusOr<DeterminationAnswer> Determination(int year, const MaySee& may_see,
                                                    std::optional<Day> as_of = {}) {
    return ReadDetermination(*pool_, Soon(), law_,
                             {.person = person_, .year = year, .as_of = as_of, .today = today_},
                             may_see);
  }

  absl::StatusOr<AccountAnswer> Account(const MaySee& may_see) {
    return ReadAccount(*pool_, Soon(), law_, person_, today_, may_see);
  }

  Id person_ = Id::Derived("somebody");
  Day today_ = Day(2020, 6, 1);
  // Two courses of two providers that share 2 March.
  const LearningRecord shared_first_ =
      Training("first", Subject::kProfessional, Day(2018, 3, 1), Day(2018, 3, 2), 16);
  const LearningRecord shared_ = [] {
    LearningRecord record =
        Training("second", Subject::kGeneral, Day(2018, 3, 2), Day(2018, 3, 3), 16);
    record.activity.provider = kOtherProvider;
    return record;
  }();
};

TEST_F(ReadAccountTest, ACutByTheDayAcrossProvidersIsExplainedWithItsCitation) {
  const auto answer = Determination(2018, Bureau("370100"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  const v1::Determination& determination = answer->determination;
  EXPECT_EQ(determination.name(), absl::StrCat("people/", person_.Hex(), "/determinations/2018"));
  EXPECT_EQ(wire::FromProto(determination.as_of_day()), Day(2018, 12, 31));
  EXPECT_EQ(determination.totals().all().credited_centihours(), 2400);
  ASSERT_EQ(determination.records_size(), 2);
  EXPECT_EQ(determination.records(0).hours().credited_centihours(), 1600);
  const v1::RecordPath& cut = determination.records(1);
  EXPECT_EQ(cut.completion(), absl::StrCat("completions/", shared_.id.Hex()));
  EXPECT_EQ(cut.hours().reported_centihours(), 1600);
  EXPECT_EQ(cut.hours().credited_centihours(), 800);
  const v1::PathStep& step = cut.steps(cut.steps_size() - 1);
  EXPECT_EQ(step.step(), "day_cap");
  EXPECT_EQ(step.cut_centihours(), 800);
  EXPECT_EQ(step.left_centihours(), 800);
  EXPECT_EQ(step.citation().rule_set(), "shandong-2016");
  EXPECT_EQ(step.citation().provision(), "cap.day");
  EXPECT_EQ(step.citation().instrument(), "鲁人社发〔2016〕10号");
  EXPECT_EQ(step.citation().article(), "(六)1");
  EXPECT_THAT(step.citation().quote(), HasSubstr("8学时/天"));
}

TEST_F(ReadAccountTest, WhatIsMissingIsToldOfEachRequirement) {
  const v1::Determination determination = Determination(2018, Bureau("370000"))->determination;
  EXPECT_EQ(determination.verdict(), v1::VERDICT_NOT_MET);
  ASSERT_EQ(determination.requirements_size(), 2);
  EXPECT_EQ(determination.requirements(0).requirement(), "professional");
  EXPECT_EQ(determination.requirements(0).wanted_centihours(), 6000);
  EXPECT_EQ(determination.requirements(0).missing_centihours(), 4400);
  EXPECT_EQ(determination.requirements(1).requirement(), "total");
  EXPECT_EQ(determination.requirements(1).earned_centihours(), 2400);
  EXPECT_EQ(determination.requirements(1).missing_centihours(), 6600);
  EXPECT_EQ(determination.requirements(1).citation().article(), "(五)");
  EXPECT_FALSE(determination.requirements(1).open());
  EXPECT_EQ(determination.receipt_sha256().size(), 64U);
  EXPECT_EQ(determination.rule_sets(1).id(), "shandong-2016");
}

TEST_F(ReadAccountTest, NamesAreShownAsTheyAreNow) {
  testing::WrittenFeed feed;
  ASSERT_TRUE(TakeInAccreditation(feed.Write({testing::ProviderRecorded(kOtherProvider, "旧名"),
                                              testing::ActivityRecorded(shared_.activity, "讲座"),
                                              testing::ProviderRecorded(kOtherProvider, "大学")}))
                  .ok());
  const v1::Determination determination = Determination(2018, Bureau("370100"))->determination;
  EXPECT_THAT(determination.records(0).provider_display_name(), IsEmpty());
  EXPECT_EQ(determination.records(1).provider_display_name(), "大学");
  EXPECT_EQ(determination.records(1).activity_display_name(), "讲座");
  EXPECT_EQ(determination.records(1).activity(),
            absl::StrCat("providers/", kOtherProvider, "/activities/second"));
}

TEST_F(ReadAccountTest, ThePositionsTakenInAreTheFreshness) {
  const tokens::Freshness freshness = Determination(2018, Bureau("370100"))->freshness;
  EXPECT_EQ(freshness.service, "registry");
  EXPECT_THAT(freshness.positions, ElementsAre(Pair(person_.Bucket(), 3)));
  EXPECT_EQ(Account(Bureau("370100"))->freshness, freshness);
}

TEST_F(ReadAccountTest, AYearWithoutRecordsIsAnAnswerToo) {
  const auto without_records = Determination(2019, Bureau("370100"));
  ASSERT_TRUE(without_records.ok()) << without_records.status();
  EXPECT_EQ(without_records->determination.verdict(), v1::VERDICT_NOT_MET);
  EXPECT_EQ(without_records->determination.totals().all().credited_centihours(), 0);
  EXPECT_EQ(without_records->determination.requirements(1).missing_centihours(), 9000);
  const MaySee everybody = [](absl::string_view) { return true; };
  const auto without_law = Determination(2014, everybody);
  ASSERT_TRUE(without_law.ok()) << without_law.status();
  EXPECT_EQ(without_law->determination.verdict(), v1::VERDICT_NO_RULE_IN_FORCE);
}

TEST_F(ReadAccountTest, AYearThatRunsIsOpenAsOfToday) {
  today_ = Day(2018, 6, 1);
  const v1::Determination running = Determination(2018, Bureau("370100"))->determination;
  EXPECT_EQ(wire::FromProto(running.as_of_day()), today_);
  EXPECT_TRUE(running.requirements(1).open());
  const v1::Account account = Account(Bureau("370100"))->account;
  EXPECT_TRUE(account.years(0).requirements(1).open());
  today_ = Day(2018, 12, 31);
  EXPECT_FALSE(Determination(2018, Bureau("370100"))->determination.requirements(1).open());
}

TEST_F(ReadAccountTest, LawMadeAfterTheDayAskedForIsNotConsidered) {
  const v1::Determination early =
      Determination(2018, Bureau("370100"), Day(2016, 3, 31))->determination;
  EXPECT_EQ(wire::FromProto(early.as_of_day()), Day(2016, 3, 31));
  EXPECT_EQ(early.totals().all().credited_centihours(), 0);
  EXPECT_EQ(early.records(0).steps(0).reason(), "NO_RECOGNITION_RULE_IN_FORCE");
}

TEST_F(ReadAccountTest, AnAccountAddsUpItsYears) {
  Register({CompletionRecorded(
      person_, Training("across", Subject::kGeneral, Day(2018, 12, 30), Day(2019, 1, 1), 12))});
  const auto answer = Account(Bureau("370100"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->account.name(), absl::StrCat("people/", person_.Hex(), "/account"));
  EXPECT_EQ(answer->account.division(), "370102");
  ASSERT_EQ(answer->account.years_size(), 2);
  EXPECT_EQ(answer->account.years(0).year(), 2018);
  EXPECT_EQ(answer->account.years(1).totals().all().credited_centihours(), 400);
  EXPECT_EQ(answer->account.totals().all().reported_centihours(), 4400);
  EXPECT_EQ(answer->account.totals().all().credited_centihours(), 3600);
  EXPECT_EQ(answer->account.totals().cells_size(), 2);
}

TEST_F(ReadAccountTest, OutsideTheCallersScopeAPersonIsAsUnknownAsNobody) {
  const absl::Status outside = Determination(2018, Bureau("370200")).status();
  const absl::Status outside_account = Account(Bureau("370200")).status();
  person_ = Id::Derived("nobody");
  EXPECT_EQ(ReasonOf(outside), Reason::NOT_FOUND);
  EXPECT_EQ(outside, Determination(2018, Bureau("370100")).status());
  EXPECT_EQ(ReasonOf(outside_account), Reason::NOT_FOUND);
  EXPECT_EQ(outside_account, Account(Bureau("370100")).status());
}

TEST_F(ReadAccountTest, AYearBelongsToTheDivisionOfItsLastDayWhateverDayIsAskedAbout) {
  Register({PersonRegistered(person_, {Day(2018, 7, 1), "370200"})});
  EXPECT_TRUE(Determination(2017, Bureau("370100")).ok());
  EXPECT_FALSE(Determination(2017, Bureau("370200")).ok());
  EXPECT_FALSE(Determination(2018, Bureau("370100")).ok());
  EXPECT_FALSE(Determination(2018, Bureau("370100"), Day(2018, 3, 1)).ok());
  EXPECT_TRUE(Determination(2018, Bureau("370200")).ok());
  EXPECT_FALSE(Account(Bureau("370100")).ok());
  EXPECT_EQ(Account(Bureau("370200"))->account.division(), "370200");
}

TEST_F(ReadAccountTest, BeforeTheFirstDivisionNoBureauReachesAPerson) {
  EXPECT_EQ(ReasonOf(Determination(2015, Bureau("370100")).status()), Reason::NOT_FOUND);
}

}  // namespace
}  // namespace xuefen::credit
