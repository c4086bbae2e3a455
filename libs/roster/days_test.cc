#include "libs/roster/days.h"

#include <gtest/gtest.h>

namespace xuefen::roster {
namespace {

TEST(DayFromText, ReadsEverySpellingOfOneDay) {
  for (const char* text : {"2018-07-02",
                           "2018-7-2",
                           "2018/7/2",
                           "2018/07/02",
                           "2018.7.2",
                           "20180702",
                           "2018年7月2日",
                           "2018年07月02号",
                           "2018年7月2",
                           " 2018 年 7 月 2 日 ",
                           "２０１８－０７－０２",
                           "２０１８．７．２",
                           "２０１８年７月２日",
                           "2018-07-02 00:00:00",
                           "2018-7-2 0:00",
                           "2018/7/2 09:30",
                           "2018-07-02T00:00:00",
                           "2018-07-02T00:00:00.000",
                           "20180702 08:00",
                           "2018年7月2日（周一）",
                           "2018-07-02 星期一",
                           "2018/7/2(周一) 09:00"}) {
    EXPECT_EQ(DayFromText(text), Day(2018, 7, 2)) << text;
  }
}

TEST(DayFromText, RefusesWhatIsNoDay) {
  for (const char* text : {"",
                           "18-07-02",
                           "18.7.2",
                           "7/2/2018",
                           "2018-02-29",
                           "2018-13-01",
                           "2018-7",
                           "2018年7月",
                           "201872",
                           "2018-7/2",
                           "2018年7-2",
                           "2018-07-02x",
                           "2018-07-02 0",
                           "2018-07-02 000:00",
                           "2018-07-02 00:0",
                           "2018-07-02 00:00:00:00",
                           "2018-007-02",
                           "二〇一八年七月二日",
                           "43283",
                           "-2018-07-02",
                           "2018-07-02至2018-07-03",
                           "2018-07-02(周一",
                           "2018-07-02 周",
                           "2018-07-02(上午)",
                           "0000-01-01",
                           "20180230"}) {
    EXPECT_EQ(DayFromText(text), std::nullopt) << text;
  }
}

TEST(DaysFromText, ReadsTwoDaysInOneText) {
  for (const char* text :
       {"2018-07-02至2018-07-03", "2018-07-02 到 2018-07-03", "2018-07-02~2018-07-03",
        "2018-07-02～2018-07-03", "2018-07-02-2018-07-03", "2018-7-2--2018-7-3",
        "2018-07-02—2018-07-03", "2018-07-02——2018-07-03", "2018.7.2-2018.7.3", "20180702-20180703",
        "2018/7/2 09:00 - 2018/7/3 17:00", "2018年7月2日－2018年7月3日", "2018年7月2日至7月3日",
        "2018年7月2日至3日", "2018年7月2日(周一)至7月3日(周二)", "2018.7.2-7.3", "2018.7.2-3",
        "2018/7/2~7/3"}) {
    const auto days = DaysFromText(text);
    ASSERT_TRUE(days.has_value()) << text;
    EXPECT_EQ(days->first, Day(2018, 7, 2)) << text;
    EXPECT_EQ(days->last, Day(2018, 7, 3)) << text;
  }
}

TEST(DaysFromText, TakesOneDayAsBoth) {
  const auto days = DaysFromText("2018年7月2日");
  ASSERT_TRUE(days.has_value());
  EXPECT_EQ(days->first, days->last);
}

TEST(DaysFromText, RefusesWhatIsNoPeriod) {
  for (const char* text : {"", "至", "2018-07-02至", "至2018-07-03", "2018-07-02 2018-07-03",
                           "2018-07-02至2018-07-32", "7月2日至7月3日", "2018-07-02至明天",
                           "2018-07-02至2018-07-03至2018-07-04", "20180702-7-3"}) {
    EXPECT_FALSE(DaysFromText(text).has_value()) << text;
  }
}

TEST(DayFromSerial, CountsFromTheEpochOfTheFile) {
  EXPECT_EQ(DayFromSerial(43283, false), Day(2018, 7, 2));
  EXPECT_EQ(DayFromSerial(41821, true), Day(2018, 7, 2));
  EXPECT_EQ(DayFromSerial(1, false), Day(1900, 1, 1));
  EXPECT_EQ(DayFromSerial(59, false), Day(1900, 2, 28));
  EXPECT_EQ(DayFromSerial(60, false), std::nullopt);
  EXPECT_EQ(DayFromSerial(61, false), Day(1900, 3, 1));
  EXPECT_EQ(DayFromSerial(2958465, false), Day(9999, 12, 31));
  EXPECT_EQ(DayFromSerial(2958466, false), std::nullopt);
  EXPECT_EQ(DayFromSerial(2958465, true), std::nullopt);
  EXPECT_EQ(DayFromSerial(0, false), std::nullopt);
}

}  // namespace
}  // namespace xuefen::roster
