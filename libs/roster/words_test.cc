#include "libs/roster/words.h"

#include <gtest/gtest.h>

namespace xuefen::roster {
namespace {

TEST(AssessmentFromWord, KnowsThePassingWords) {
  for (const char* word : {"合格", " 合 格 ", "通过", "良好", "优秀", "及格", "√", "✓", "✔",
                           "passed", "Completed", "ＰＡＳＳＥＤ"}) {
    EXPECT_EQ(AssessmentFromWord(word), Assessment::kPassed) << word;
  }
}

TEST(AssessmentFromWord, TakesNothingElseForAPass) {
  for (const char* word : {"不合格", "未通过", "不及格", "failed", "not passed"}) {
    EXPECT_EQ(AssessmentFromWord(word), Assessment::kNotPassed) << word;
  }
  for (const char* word : {"", " ", "85", "100", "缺考", "合格率", "是"}) {
    EXPECT_EQ(AssessmentFromWord(word), Assessment::kNotStated) << word;
  }
}

TEST(SubjectFromWord, KnowsBothSubjects) {
  for (const char* word : {"公需科目", "公需", "公需课", "General"}) {
    EXPECT_EQ(SubjectFromWord(word), Subject::kGeneral) << word;
  }
  for (const char* word : {"专业科目", "专业", "专业课", "professional"}) {
    EXPECT_EQ(SubjectFromWord(word), Subject::kProfessional) << word;
  }
  EXPECT_EQ(SubjectFromWord(""), std::nullopt);
  EXPECT_EQ(SubjectFromWord("选修"), std::nullopt);
}

TEST(KindFromWord, KnowsTheThreeKinds) {
  EXPECT_EQ(KindFromWord("培训进修"), Kind::kTraining);
  EXPECT_EQ(KindFromWord("自学"), Kind::kSelfStudy);
  EXPECT_EQ(KindFromWord("论文"), Kind::kAchievement);
  EXPECT_EQ(KindFromWord("其他"), std::nullopt);
}

}  // namespace
}  // namespace xuefen::roster
