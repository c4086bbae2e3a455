#include "services/cli/submission/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/cli/console/testing/captured_output.h"

namespace xuefen::cli {
namespace {

using roster::Outcome;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kRoster[] =
    "姓名,身份证号,流水号,项目编号,开始日期,结束日期,学时,考核结果\n"
    "李静,370203198509182426,A1,P1,2018-06-11,2018-06-15,40,合格\n"
    "李静,37020319850918242,A2,P1,2018-06-15,2018-06-11,40,合格\n";

std::vector<roster::RowResult> SomeResults() {
  return {{1, 2, "A1", Outcome::kAccepted, {}, ""},
          {2, 3, "A2", Outcome::kRefused, {Reason::IDENTITY_LENGTH, Reason::DAYS_REVERSED}, ""},
          {3, 5, "A3", Outcome::kDuplicate, {}, ""}};
}

TEST(Report, OfflineEveryRowIsRefusedForAllItsFaultsOrSendable) {
  const roster::Roster roster = roster::ReadRoster(kRoster, "roster.csv").value();
  std::vector<roster::RowResult> results = ResultsFor(roster);
  AnswerOffline(roster, results);
  ASSERT_EQ(results.size(), 2);
  EXPECT_EQ(results[0].outcome, Outcome::kSendable);
  EXPECT_EQ(results[1].outcome, Outcome::kRefused);
  EXPECT_EQ(results[1].row, 2);
  EXPECT_EQ(results[1].line, 3);
  EXPECT_EQ(results[1].external_id, "A2");
  EXPECT_THAT(results[1].reasons, ElementsAre(Reason::IDENTITY_LENGTH, Reason::DAYS_REVERSED));
}

TEST(Report, JsonHasTotalsAndEveryRowWithAllReasonsTheDecidingOneFirst) {
  const auto json = nlohmann::json::parse(JsonReport("名册.csv", SomeResults()));
  EXPECT_EQ(json["file"], "名册.csv");
  EXPECT_EQ(json["totals"],
            nlohmann::json({{"rows", 3}, {"accepted", 1}, {"duplicate", 1}, {"refused", 1}}));
  EXPECT_EQ(json["rows"][1], nlohmann::json({{"row", 2},
                                             {"line", 3},
                                             {"external_id", "A2"},
                                             {"outcome", "refused"},
                                             {"reasons", {"IDENTITY_LENGTH", "DAYS_REVERSED"}},
                                             {"detail", ""}}));
}

TEST(Report, AFileNameThatIsNoUtf8DoesNotSpoilTheAnswer) {
  EXPECT_TRUE(nlohmann::json::accept(JsonReport("\xC3\x28", SomeResults())));
}

TEST(Report, ARefusalWithoutDetailGetsTheSentencesOfItsReasons) {
  std::vector<roster::RowResult> results = SomeResults();
  ExplainRefusals(results, Language::kChinese);
  EXPECT_EQ(results[0].detail, "");
  EXPECT_EQ(results[1].detail, "身份证号码位数不对，应为18位或15位。结束日期早于开始日期。");
}

TEST(Report, WhatTheServiceSaidIsKept) {
  std::vector<roster::RowResult> results = SomeResults();
  results[1].detail = "hours: 50, want at most 40";
  ExplainRefusals(results, Language::kChinese);
  EXPECT_EQ(results[1].detail, "hours: 50, want at most 40");
}

TEST(Report, InWordsTheTotalsAndTheRefusedRowsAreSaid) {
  CapturedOutput chinese(Language::kChinese);
  PrintReport("名册.csv", SomeResults(), chinese.output());
  EXPECT_THAT(chinese.answers(), HasSubstr("共 3 行，接受 1，重复 1，退回 1"));
  EXPECT_THAT(chinese.answers(),
              HasSubstr("第 2 行（文件第 3 行，流水号 A2）：身份证号码位数不对"));
  EXPECT_THAT(chinese.answers(), Not(HasSubstr("A3")));

  CapturedOutput english(Language::kEnglish);
  PrintReport("r.csv", SomeResults(), english.output());
  EXPECT_THAT(english.answers(), HasSubstr("3 rows, 1 accepted, 1 duplicate, 1 refused"));
  EXPECT_THAT(english.answers(), HasSubstr("The last day is before the first."));
}

}  // namespace
}  // namespace xuefen::cli
