#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "libs/base/refusal.h"
#include "libs/rpc/status.h"
#include "services/cli/console/failure.h"
#include "services/cli/console/identity_input.h"
#include "services/cli/console/testing/captured_output.h"
#include "services/cli/console/words.h"
#include "tests/support/temporary_directory.h"
#include "xuefen/statistics/v1/statistics_service.pb.h"

namespace xuefen::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Output, SaysTheWordsOfTheLanguage) {
  CapturedOutput chinese(Language::kChinese);
  chinese.output().Line("共 $0 行", "$0 rows", 3);
  EXPECT_EQ(chinese.answers(), "共 3 行\n");
  CapturedOutput english(Language::kEnglish);
  english.output().Line("共 $0 行", "$0 rows", 3);
  EXPECT_EQ(english.answers(), "3 rows\n");
}

TEST(Output, WhatOthersWroteCannotSteerTheTerminal) {
  EXPECT_EQ(Printable("a\x1b[2Jb\nc\x7f"), "a [2Jb c ");
  EXPECT_EQ(Printable("\xC2\x9B"
                      "1m学分"),
            " 1m学分");
}

TEST(Output, JsonHasTheContractsNamesAndItsDefaults) {
  statistics::v1::Summary summary;
  summary.set_people_met(19);
  const auto json = nlohmann::json::parse(JsonOf(summary));
  EXPECT_EQ(json["people_met"], "19");
  EXPECT_EQ(json["people_registered"], "0");
}

TEST(Failure, SaysTheSentenceThenTheDetailForWhoeverHelps) {
  google::rpc::Status wire = rpc::ToRpcStatus(
      InvalidFields({{"division", "a division code of six digits"}}), "0123456789abcdef");
  CapturedOutput captured(Language::kChinese);
  ReportFailure(rpc::FromRpcStatus(wire), captured.output());
  EXPECT_THAT(captured.notes(), StartsWith("xuefen：请求中有字段不符合要求。\n"));
  EXPECT_THAT(captured.notes(), HasSubstr("FIELD_INVALID"));
  EXPECT_THAT(captured.notes(), HasSubstr("division：应为 a division code of six digits"));
  EXPECT_THAT(captured.notes(), HasSubstr("跟踪编号 0123456789abcdef"));
  EXPECT_EQ(captured.answers(), "");
}

TEST(Failure, WithoutAReasonTheCodeIsPutIntoWords) {
  CapturedOutput captured(Language::kEnglish);
  ReportFailure(absl::UnavailableError("connection refused"), captured.output());
  EXPECT_EQ(captured.notes(),
            "xuefen: The service cannot be reached; check that it runs.\n"
            "  connection refused (UNAVAILABLE)\n");
}

TEST(Words, HoursKeepTheirHundredths) {
  EXPECT_EQ(HoursText(750, Language::kChinese), "7.5 学时");
  EXPECT_EQ(HoursText(800, Language::kEnglish), "8 hours");
}

TEST(Words, ADayIsNotSaidTwice) {
  google::type::Date day;
  day.set_year(2018);
  day.set_month(7);
  day.set_day(2);
  google::type::Date next = day;
  next.set_day(3);
  EXPECT_EQ(DaysText(day, day, Language::kChinese), "2018-07-02");
  EXPECT_EQ(DaysText(day, next, Language::kChinese), "2018-07-02 至 2018-07-03");
  EXPECT_EQ(DayText(google::type::Date()), "?");
}

TEST(Words, NotMetInARunningYearIsNotYet) {
  EXPECT_EQ(VerdictWord(credit::v1::VERDICT_NOT_MET, true, Language::kChinese), "尚未达到");
  EXPECT_EQ(VerdictWord(credit::v1::VERDICT_NOT_MET, false, Language::kChinese), "未达到");
}

TEST(Words, StepsAndReasonsOfLaterReleasesStayAsTheyAre) {
  EXPECT_EQ(StepWord("day_cap", Language::kChinese), "每日上限");
  EXPECT_EQ(StepWord("moon_cap", Language::kChinese), "moon_cap");
  EXPECT_EQ(RequirementWord("total", Language::kChinese), "总学时");
  EXPECT_EQ(RefusalWord("NOT_FILED", Language::kEnglish),
            "the activity was not filed, approved or organised");
  EXPECT_EQ(RefusalWord("NOT_MADE_UP_YET", Language::kEnglish), "NOT_MADE_UP_YET");
}

TEST(IdentityInput, IsTheFirstLineOfTheFile) {
  const TemporaryDirectory directory;
  const std::string path = directory.File("identity");
  std::ofstream(path) << " 370203198509182426 \nnot this\n";
  CapturedOutput captured(Language::kChinese);
  EXPECT_EQ(ReadIdentityNumber(path, captured.output()).value(), "370203198509182426");
  EXPECT_EQ(captured.answers() + captured.notes(), "");
}

TEST(IdentityInput, AMissingFileIsNoNumber) {
  CapturedOutput captured(Language::kChinese);
  EXPECT_EQ(ReadIdentityNumber("/nowhere", captured.output()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace xuefen::cli
