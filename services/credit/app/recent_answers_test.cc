#include "services/credit/app/recent_answers.h"

#include <gtest/gtest.h>

namespace xuefen::credit {
namespace {

RecentAnswer Saying(const std::string& text) {
  return {.bytes = std::make_shared<const std::string>(text), .division = "370102"};
}

class RecentAnswersTest : public ::testing::Test {
 protected:
  void Put(const Id& person, int year, const std::string& text) {
    recent_.Put(person, year, recent_.StampOf(person), Saying(text));
  }

  // Empty when it is not remembered.
  std::string Found(const Id& person, int year) {
    const auto answer = recent_.Find(person, year);
    return answer.has_value() ? *answer->bytes : "";
  }

  const Id person_ = Id::Derived("somebody");
  const Id other_ = Id::Derived("somebody else");
  RecentAnswers recent_{100};
};

TEST_F(RecentAnswersTest, RemembersEachYearOfAPerson) {
  Put(person_, 2018, "2018");
  Put(person_, RecentAnswers::kAccount, "account");
  EXPECT_EQ(Found(person_, 2018), "2018");
  EXPECT_EQ(Found(person_, RecentAnswers::kAccount), "account");
  EXPECT_EQ(Found(person_, 2017), "");
  EXPECT_EQ(Found(other_, 2018), "");
}

TEST_F(RecentAnswersTest, ForgetsAllOfAPersonAndNobodyElse) {
  Put(person_, 2018, "old");
  Put(person_, 2017, "old");
  Put(other_, 2018, "other");
  recent_.Forget(person_);
  EXPECT_EQ(Found(person_, 2018), "");
  EXPECT_EQ(Found(person_, 2017), "");
  EXPECT_EQ(Found(other_, 2018), "other");
}

TEST_F(RecentAnswersTest, ABucketIsForgottenWithoutNamingItsPeople) {
  ASSERT_NE(person_.Bucket(), other_.Bucket());
  Put(person_, 2018, "old");
  Put(other_, 2018, "other");
  recent_.ForgetBucket(person_.Bucket());
  EXPECT_EQ(Found(person_, 2018), "");
  EXPECT_EQ(Found(other_, 2018), "other");
  Put(person_, 2017, "new");
  EXPECT_EQ(Found(person_, 2018), "");
  EXPECT_EQ(Found(person_, 2017), "new");
  recent_.ForgetAll();
  EXPECT_EQ(Found(person_, 2017), "");
  EXPECT_EQ(Found(other_, 2018), "");
}

// Its data were read before something was taken in, or perhaps after: nobody knows.
TEST_F(RecentAnswersTest, AnAnswerThatWasUnderWayMeanwhileIsNotRemembered) {
  const RecentAnswers::Stamp stamp = recent_.StampOf(person_);
  recent_.Forget(person_);
  recent_.Put(person_, 2018, stamp, Saying("old"));
  EXPECT_EQ(Found(person_, 2018), "");
  const RecentAnswers::Stamp later = recent_.StampOf(person_);
  recent_.ForgetBucket(person_.Bucket());
  recent_.Put(person_, 2018, later, Saying("old"));
  EXPECT_EQ(Found(person_, 2018), "");
}

}  // namespace
}  // namespace xuefen::credit
