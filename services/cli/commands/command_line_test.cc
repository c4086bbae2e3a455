#include "services/cli/commands/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace xuefen::cli {
namespace {

Exit Parse(std::vector<std::string> arguments, CommandLine& line) {
  arguments.insert(arguments.begin(), "xuefen");
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  return ParseCommandLine(static_cast<int>(pointers.size()), pointers.data(), line);
}

TEST(CommandLine, OptionsMayStandBeforeOrAfterTheCommand) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--json", "--lang", "en", "--as", "a", "--data", "/d", "summary",
                                 "370100", "2018"},
        {"summary", "370100", "2018", "--data", "/d", "--as", "a", "--lang", "en", "--json"},
        {"--as", "a", "people", "import", "--json", "f.csv", "--data", "/d", "--lang", "en"}}) {
    CommandLine line;
    EXPECT_EQ(Parse(arguments, line), Exit::kDone);
    EXPECT_TRUE(line.json);
    EXPECT_EQ(line.language, Language::kEnglish);
    EXPECT_EQ(line.actor, "a");
    EXPECT_EQ(line.data_directory, "/d");
    EXPECT_NE(line.command, nullptr);
  }
}

TEST(CommandLine, SpeaksChineseByDefaultToTheSuiteOfItsTree) {
  CommandLine line;
  EXPECT_EQ(Parse({"health"}, line), Exit::kDone);
  EXPECT_EQ(line.language, Language::kChinese);
  EXPECT_FALSE(line.json);
  EXPECT_THAT(line.data_directory, ::testing::EndsWith("/data"));
}

TEST(CommandLine, WrongUsageNamesNoCommand) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{},
        {"submit"},
        {"providers"},
        {"submit", "f", "--dry-run", "--offline"},
        {"summary", "370100", "2018", "--as-of", "2018-02-30"},
        {"summary", "370100", "MMXVIII"},
        {"account", "李静", "370203198509182426"},
        {"health", "--lang", "de"}}) {
    CommandLine line;
    EXPECT_EQ(Parse(arguments, line), Exit::kMisused);
    EXPECT_EQ(line.command, nullptr);
  }
}

TEST(CommandLine, AnIdentityNumberAmongTheArgumentsIsNotRepeated) {
  CommandLine line;
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(Parse({"account", "李静", "370203198509182426"}, line), Exit::kMisused);
  const std::string said =
      ::testing::internal::GetCapturedStdout() + ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(said, ::testing::Not(::testing::HasSubstr("370203198509182426")));
}

TEST(CommandLine, HelpIsNoMistake) {
  CommandLine line;
  EXPECT_EQ(Parse({"--help"}, line), Exit::kDone);
  EXPECT_EQ(line.command, nullptr);
}

}  // namespace
}  // namespace xuefen::cli
