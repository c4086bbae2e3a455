#include "services/credit/app/law.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"

namespace xuefen::credit {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(LoadRules, TakesTheLawThatIsShipped) {
  const auto book = LoadRules(XUEFEN_SOURCE_DIR "/deploy/rules");
  EXPECT_TRUE(book.ok()) << book.status();
}

TEST(LoadRules, RefusesYearsThatAreNoCalendarYears) {
  auto files = rules::ReadFiles({XUEFEN_SOURCE_DIR "/deploy/rules/order-25.txtpb"}, ".txtpb");
  std::string text = absl::StrReplaceAll(files->front().text, {{"\"01-01\"", "\"07-01\""}});
  text.resize(text.find("\nexample"));  // they are of the calendar year
  const std::filesystem::path directory =
      std::filesystem::path(::testing::TempDir()) / "mid_year_law";
  std::filesystem::create_directories(directory);
  std::ofstream(directory / "law.txtpb") << text;
  EXPECT_THAT(std::string(LoadRules(directory.string()).status().message()),
              AllOf(HasSubstr("law.txtpb:"), HasSubstr("wanted: calendar years")));
}

}  // namespace
}  // namespace xuefen::credit
