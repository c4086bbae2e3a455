#include "libs/sheet/sheet.h"

#include <gtest/gtest.h>

#include "libs/base/refusal.h"

namespace xuefen::sheet {
namespace {

std::string FirstCell(absl::string_view bytes) {
  const auto sheets = ReadSheets(bytes, "a.csv");
  EXPECT_TRUE(sheets.ok()) << sheets.status();
  return sheets.ok() ? sheets->at(0).rows.at(0).At(0).text : "";
}

TEST(ReadSheets, FindsTheEncodingByItself) {
  EXPECT_EQ(FirstCell("学分,a"), "学分");
  EXPECT_EQ(FirstCell("\xEF\xBB\xBF学分,a"), "学分");
  EXPECT_EQ(FirstCell("\xD1\xA7\xB7\xD6,a"), "学分");
  EXPECT_EQ(FirstCell(absl::string_view("\xFF\xFE\x66\x5B,\0a\0", 8)), "学");
}

TEST(ReadSheets, RefusesWhatIsNoTable) {
  const struct {
    absl::string_view bytes;
    absl::string_view name;
  } cases[] = {
      {"\xFF\xFF\xFF", "a.csv"},
      {absl::string_view("a\0b", 3), "a.csv"},
      {absl::string_view("\xFF\xFE\x66", 3), "a.csv"},
      {absl::string_view("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old", 12), "a.xls"},
      {"a,b", "a.XLSX"},
      {absl::string_view("PK\x03\x04", 4), "a.xlsx"},
  };
  for (const auto& c : cases) {
    const auto sheets = ReadSheets(c.bytes, c.name);
    ASSERT_FALSE(sheets.ok());
    EXPECT_EQ(ReasonOf(sheets.status()), Reason::MESSAGE_UNREADABLE) << sheets.status();
  }
}

TEST(ReadSheets, RefusesAFileThatIsTooLarge) {
  EXPECT_FALSE(ReadSheets(std::string(kFileBytesMax + 1, ' '), "a.csv").ok());
}

TEST(Row, HasEmptyCellsBeyondItsLast) {
  const Row row{1, {Cell{"a"}}};
  EXPECT_EQ(row.At(0).text, "a");
  EXPECT_EQ(row.At(1).text, "");
}

}  // namespace
}  // namespace xuefen::sheet
