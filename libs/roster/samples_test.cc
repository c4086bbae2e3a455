#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/roster/completion_check.h"
#include "libs/roster/roster.h"

namespace xuefen::roster {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string ReadFile(const std::string& name) {
  std::ifstream file(absl::StrCat(XUEFEN_SAMPLES, "/", name), std::ios::binary);
  EXPECT_TRUE(file.is_open()) << name;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Whether an answer can be given from the row alone.
bool NeedsNoService(Reason reason) { return reason <= Reason::ASSESSMENT_NOT_PASSED; }

void ExpectContent(const nlohmann::json& answer, const RosterRow& row,
                   const CompletionCheck& check) {
  EXPECT_EQ(check.identity.canonical, answer.at("person"));
  EXPECT_EQ(row.completion.activity_code, answer.at("activity"));
  EXPECT_EQ(row.completion.hours, Hours::FromCenti(answer.at("hours").get<int>() * 100));
  EXPECT_EQ(FormatDay(row.completion.first_day.value()), answer.at("first_day"));
  EXPECT_EQ(FormatDay(row.completion.last_day.value()), answer.at("last_day"));
  EXPECT_TRUE(row.completion.subject.has_value());
}

// The answer to a row, as far as it can be known without a service.
void ExpectAnswer(const nlohmann::json& answer, const RosterRow& row) {
  SCOPED_TRACE(absl::StrCat("row ", row.row));
  const CompletionCheck check = CheckCompletion(row.completion);
  EXPECT_EQ(row.completion.external_id, answer.at("external_id"));
  EXPECT_EQ(row.row, answer.at("row"));
  if (answer.at("outcome") == "refused") {
    const std::optional<Reason> reason = ReasonFromName(answer.at("reason").get<std::string>());
    ASSERT_TRUE(reason.has_value());
    if (NeedsNoService(*reason)) {
      ASSERT_FALSE(check.reasons.empty());
      EXPECT_EQ(check.reasons.front(), *reason);
      return;
    }
  }
  EXPECT_THAT(check.reasons, IsEmpty());
  if (answer.at("outcome") == "accepted") ExpectContent(answer, row, check);
}

class SampleRosters : public ::testing::TestWithParam<std::pair<const char*, std::size_t>> {};

TEST_P(SampleRosters, AreReadAsTheirAnswersSay) {
  const auto [name, size] = GetParam();
  const auto roster = ReadRoster(ReadFile(name), name);
  ASSERT_TRUE(roster.ok()) << roster.status();
  const nlohmann::json answers = nlohmann::json::parse(ReadFile("answers.json")).at(name);
  ASSERT_THAT(answers, SizeIs(size));
  ASSERT_THAT(roster->rows, SizeIs(size));
  for (std::size_t i = 0; i < size; ++i) ExpectAnswer(answers[i], roster->rows[i]);
}

INSTANTIATE_TEST_SUITE_P(All, SampleRosters,
                         ::testing::Values(std::pair("university.csv", 60),
                                           std::pair("online_platform_gb18030.csv", 90),
                                           std::pair("association.xlsx", 60)));

TEST(SampleRosters, KeepTheLineOfTheFile) {
  const auto university = ReadRoster(ReadFile("university.csv"), "university.csv");
  ASSERT_TRUE(university.ok());
  EXPECT_EQ(university->header_line, 1);
  EXPECT_EQ(university->rows[16].line, 18);
  EXPECT_EQ(university->rows[17].line, 20);  // a blank line stands between
  const auto association = ReadRoster(ReadFile("association.xlsx"), "association.xlsx");
  ASSERT_TRUE(association.ok());
  EXPECT_EQ(association->sheet, "培训名单");
  EXPECT_EQ(association->header_line, 2);
  EXPECT_EQ(association->rows[0].line, 3);
}

}  // namespace
}  // namespace xuefen::roster
