#include "libs/roster/cells.h"

#include <gtest/gtest.h>

namespace xuefen::roster {
namespace {

using sheet::Cell;
using sheet::CellKind;

std::optional<std::string> HoursOf(const std::string& text, CellKind kind = CellKind::kText) {
  const std::optional<Hours> hours = HoursFromCell(Cell{text, kind});
  return hours.has_value() ? std::optional<std::string>(FormatHours(*hours)) : std::nullopt;
}

TEST(HoursFromCell, ReadsHoursWithAndWithoutUnit) {
  for (const char* text : {"16", "１６", " 16 ", "16学时", "16 学时", "16个学时", "16课时",
                           "16小时", "16h", "16H", "16 hours", "16.0", "16.000", "１６．０学时"}) {
    EXPECT_EQ(HoursOf(text), "16") << text;
  }
  EXPECT_EQ(HoursOf("7.5"), "7.5");
  EXPECT_EQ(HoursOf("0.25学时"), "0.25");
  EXPECT_EQ(HoursOf("0"), "0");
}

TEST(HoursFromCell, RefusesWhatIsNoNumberOfHours) {
  for (const char* text : {"学时", "十六", "-16", "16.", "1,6", "16.125", "16分", "16学分",
                           "1 000 h?", "16-20", "1e2", "12345678"}) {
    EXPECT_EQ(HoursOf(text), std::nullopt) << text;
  }
}

TEST(HoursFromCell, ReadsSpreadsheetNumbersAsTheyAreShown) {
  EXPECT_EQ(HoursOf("16", CellKind::kNumber), "16");
  EXPECT_EQ(HoursOf("7.4000000000000004", CellKind::kNumber), "7.4");
  EXPECT_EQ(HoursOf("1.6E1", CellKind::kNumber), "16");
  EXPECT_EQ(HoursOf("16.125", CellKind::kNumber), std::nullopt);
  EXPECT_EQ(HoursOf("-16", CellKind::kNumber), std::nullopt);
}

TEST(DayFromCell, ReadsTextNumbersAndDates) {
  const Day day(2018, 7, 2);
  EXPECT_EQ(DayFromCell(Cell{"2018/7/2", CellKind::kText}, false), day);
  EXPECT_EQ(DayFromCell(Cell{"43283", CellKind::kText}, false), day);
  EXPECT_EQ(DayFromCell(Cell{"43283", CellKind::kNumber}, false), day);
  EXPECT_EQ(DayFromCell(Cell{"20180702", CellKind::kNumber}, false), day);
  EXPECT_EQ(DayFromCell(Cell{"43283", CellKind::kDate}, false), day);
  EXPECT_EQ(DayFromCell(Cell{"43283.75", CellKind::kDate}, false), day);
  EXPECT_EQ(DayFromCell(Cell{"4.3283E4", CellKind::kDate}, false), day);
  EXPECT_EQ(DayFromCell(Cell{"41821", CellKind::kDate}, true), day);
}

TEST(DayFromCell, RefusesOtherNumbers) {
  EXPECT_EQ(DayFromCell(Cell{"0.5", CellKind::kDate}, false), std::nullopt);
  EXPECT_EQ(DayFromCell(Cell{"-43283", CellKind::kDate}, false), std::nullopt);
  EXPECT_EQ(DayFromCell(Cell{"20180702", CellKind::kDate}, false), std::nullopt);
  EXPECT_EQ(DayFromCell(Cell{"2018", CellKind::kNumber}, false), std::nullopt);
  EXPECT_EQ(DayFromCell(Cell{"43283.5", CellKind::kNumber}, false), std::nullopt);
  EXPECT_EQ(DayFromCell(Cell{"", CellKind::kText}, false), std::nullopt);
}

TEST(DaysFromCell, ReadsADateCellAsOneDay) {
  const auto days = DaysFromCell(Cell{"43283", CellKind::kDate}, false);
  ASSERT_TRUE(days.has_value());
  EXPECT_EQ(days->first, Day(2018, 7, 2));
  EXPECT_EQ(days->last, Day(2018, 7, 2));
  EXPECT_EQ(DaysFromCell(Cell{"2018.7.2-7.3", CellKind::kText}, false)->last, Day(2018, 7, 3));
  EXPECT_FALSE(DaysFromCell(Cell{"1", CellKind::kNumber}, false).has_value());
}

TEST(CodeFromCell, SaysWhenANumberHasLostDigits) {
  EXPECT_TRUE(CodeFromCell(Cell{"370284198706030000", CellKind::kNumber}).lost_digits);
  EXPECT_TRUE(CodeFromCell(Cell{"3.7028419870603E+17", CellKind::kNumber}).lost_digits);
  EXPECT_FALSE(CodeFromCell(Cell{"370284198706030000", CellKind::kText}).lost_digits);
}

TEST(CodeFromCell, KeepsFifteenDigitsHoweverTheyAreWritten) {
  for (const char* written : {"370102850615001", "3.70102850615001E+14", "370102850615001.0"}) {
    const Code code = CodeFromCell(Cell{written, CellKind::kNumber});
    EXPECT_FALSE(code.lost_digits) << written;
    EXPECT_EQ(code.text, "370102850615001");
  }
  EXPECT_EQ(CodeFromCell(Cell{"U-1", CellKind::kText}).text, "U-1");
}

}  // namespace
}  // namespace xuefen::roster
