#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/refusal.h"
#include "services/accreditation/app/load_authorities.h"
#include "services/accreditation/domain/activity.h"
#include "services/accreditation/domain/provider.h"

namespace xuefen::accreditation {
namespace {

Provider Applied() {
  return {.uscc = "91370100MA3QUXT040",
          .number = 1,
          .display_name = "平台",
          .kind = ProviderKind::kEnterprise,
          .division = "370100",
          .states = {{ProviderState::kApplied, Day(2016, 3, 1), ""}}};
}

TEST(ProviderStates, FollowTheirOrder) {
  Provider provider = Applied();
  EXPECT_TRUE(ChangeState(provider, ProviderState::kAccredited, Day(2016, 4, 1), "").ok());
  EXPECT_TRUE(ChangeState(provider, ProviderState::kSuspended, Day(2017, 1, 1), "x").ok());
  EXPECT_TRUE(ChangeState(provider, ProviderState::kAccredited, Day(2017, 2, 1), "").ok());
  EXPECT_TRUE(ChangeState(provider, ProviderState::kRevoked, Day(2018, 1, 1), "y").ok());
  EXPECT_EQ(ReasonOf(ChangeState(provider, ProviderState::kAccredited, Day(2019, 1, 1), "")),
            Reason::STATE_CONFLICT);
  EXPECT_EQ(provider.states.size(), 5U);
}

TEST(ProviderStates, NeverGoBackInTimeAndSkipNothing) {
  Provider provider = Applied();
  EXPECT_EQ(ReasonOf(ChangeState(provider, ProviderState::kSuspended, Day(2017, 1, 1), "")),
            Reason::STATE_CONFLICT);
  EXPECT_EQ(ReasonOf(ChangeState(provider, ProviderState::kAccredited, Day(2016, 2, 29), "")),
            Reason::STATE_CONFLICT);
  EXPECT_EQ(provider.states.size(), 1U);
}

TEST(ProviderStates, TheStateThatHoldsFromThatDayChangesNothing) {
  Provider provider = Applied();
  const std::string etag = EtagOf(provider);
  EXPECT_TRUE(ChangeState(provider, ProviderState::kApplied, Day(2016, 3, 1), "").ok());
  EXPECT_EQ(EtagOf(provider), etag);
  ASSERT_TRUE(ChangeState(provider, ProviderState::kAccredited, Day(2016, 4, 1), "").ok());
  EXPECT_NE(EtagOf(provider), etag);
}

ActivityDraft GoodDraft() {
  return {.code = "SD2018-PUB-001",
          .provider = "91370100MA3QUXT040",
          .display_name = "公需科目",
          .subject = Subject::kGeneral,
          .form = {},
          .first_day = Day(2018, 5, 1),
          .last_day = Day(2018, 11, 30),
          .planned = Hours::FromCenti(3000),
          .gate = {},
          .gate_day = {}};
}

TEST(Activities, MissingGateIsFilingOnTheFirstDay) {
  const absl::StatusOr<Activity> activity = CompleteActivity(GoodDraft(), "370100");
  ASSERT_TRUE(activity.ok()) << activity.status();
  EXPECT_EQ(activity->gate, Gate::kFiled);
  EXPECT_EQ(activity->gate_day, Day(2018, 5, 1));
  EXPECT_EQ(activity->form, Form::kOther);
}

TEST(Activities, AllFaultsAreToldAtOnce) {
  ActivityDraft draft = GoodDraft();
  draft.code = "编号";
  draft.subject.reset();
  draft.last_day = Day(2018, 4, 30);
  draft.planned = Hours();
  std::vector<std::string> fields;
  for (const FieldViolation& fault : ViolationsOf(CompleteActivity(draft, "370100").status())) {
    fields.push_back(fault.field);
  }
  EXPECT_THAT(fields, testing::ElementsAre("code", "subject", "last_day", "planned_centihours"));
}

TEST(Activities, DigestTellsContentApart) {
  const Activity activity = *CompleteActivity(GoodDraft(), "370100");
  Activity other = activity;
  other.planned = Hours::FromCenti(3001);
  EXPECT_EQ(ContentDigest(activity), ContentDigest(*CompleteActivity(GoodDraft(), "370100")));
  EXPECT_NE(ContentDigest(activity), ContentDigest(other));
}

TEST(Authorities, AreReadLineByLine) {
  const auto good = ParseAuthorities(
      "id,name,division,industry,first_day,last_day\n"
      "370100,济南市人力资源和社会保障局,370100,,,\r\n"
      "371200,莱芜市人力资源和社会保障局,371200,,,2019-01-08\n");
  ASSERT_TRUE(good.ok()) << good.status();
  ASSERT_EQ(good->size(), 2U);
  EXPECT_EQ((*good)[1].last_day, Day(2019, 1, 8));
  EXPECT_EQ(
      ParseAuthorities("id,name,division,industry,first_day,last_day\na,b,c\n").status().message(),
      "2: want 6 cells");
  EXPECT_FALSE(ParseAuthorities("id\n").ok());
}

}  // namespace
}  // namespace xuefen::accreditation
