#include "libs/log/log.h"

#include "libs/log/budget.h"

#include <string>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace xuefen::log {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kThen = absl::FromUnixMicros(1460253600000001);

TEST(FormatLine, IsOneJsonObject) {
  EXPECT_EQ(
      FormatLine(
          kThen, Level::kInfo, "said \"so\"",
          {{"text", "学分"}, {"count", 3}, {"flag", true}, {"took_us", absl::Milliseconds(2)}}),
      "{\"time\":\"2016-04-10T02:00:00.000001Z\",\"level\":\"info\",\"message\":\"said "
      "\\\"so\\\"\",\"text\":\"学分\",\"count\":3,\"flag\":true,\"took_us\":2000}\n");
}

TEST(FormatLine, KeepsHostileTextOnItsLine) {
  const std::string line =
      FormatLine(kThen, Level::kError, "m", {{"k", "a\nb\"}\r\x1b[0m\\"}, {"n\n", 1}});
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_THAT(line, HasSubstr("\"a\\nb\\\"}\\u000d\\u001b[0m\\\\\""));
}

TEST(FormatLine, MendsTextThatIsNotUtf8) {
  EXPECT_THAT(FormatLine(kThen, Level::kInfo,
                         std::string("a\xff"
                                     "b\xe5\xad"),
                         {}),
              EndsWith("\"a\\ufffdb\\ufffd\\ufffd\"}\n"));
  EXPECT_THAT(FormatLine(kThen, Level::kInfo, "\xed\xa0\x80", {}), HasSubstr("\\ufffd"));
  EXPECT_THAT(FormatLine(kThen, Level::kInfo, "\xc0\xaf", {}), HasSubstr("\\ufffd"));
}

TEST(FormatLine, MasksIdentityNumbers) {
  for (const std::string number :
       {"370102199003077654", "37010219900307765X", "370102199003077654", "370102900307765"}) {
    EXPECT_THAT(FormatLine(kThen, Level::kInfo, "bad " + number + ", refused", {{"k", number}}),
                Not(HasSubstr(number)));
  }
}

TEST(MaskIdentityNumbers, LeavesOtherNumbersAlone) {
  for (const std::string text :
       {"91370100MA3C4D5E6F", "20160410", "4bf92f3577b34da6a3ce929d0e0e4736", "1460253600000001",
        "0123456789012345678", ""}) {
    EXPECT_EQ(MaskIdentityNumbers(text), text);
  }
}

TEST(Budget, LeavesOutWhatIsTooMuchForASecondAndSaysHowMuch) {
  Budget budget(2);
  EXPECT_EQ(budget.Take(kThen), 0);
  EXPECT_EQ(budget.Take(kThen), 0);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(budget.Take(kThen), std::nullopt);
  EXPECT_EQ(budget.Take(kThen + absl::Seconds(1)), 5);
  EXPECT_EQ(budget.Take(kThen + absl::Seconds(1)), 0);
}

TEST(Level, DropsWhatIsBelow) {
  SetLevel(Level::kWarning);
  testing::internal::CaptureStderr();
  Info("quiet");
  Warning("loud");
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              testing::AllOf(HasSubstr("loud"), Not(HasSubstr("quiet"))));
  SetLevel(Level::kInfo);
}

}  // namespace
}  // namespace xuefen::log
