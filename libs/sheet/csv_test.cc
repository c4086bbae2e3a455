#include "libs/sheet/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/refusal.h"

namespace xuefen::sheet {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Table = std::vector<std::vector<std::string>>;

std::vector<Row> RowsOf(absl::string_view text) {
  const auto sheet = ReadCsv(text);
  EXPECT_TRUE(sheet.ok()) << sheet.status();
  return sheet.ok() ? sheet->rows : std::vector<Row>();
}

Table CellsOf(absl::string_view text) {
  Table table;
  for (const Row& row : RowsOf(text)) {
    table.emplace_back();
    for (const Cell& cell : row.cells) table.back().push_back(cell.text);
  }
  return table;
}

std::vector<int> LinesOf(absl::string_view text) {
  std::vector<int> lines;
  for (const Row& row : RowsOf(text)) lines.push_back(row.line);
  return lines;
}

TEST(ReadCsv, TellsCommaSemicolonAndTabApart) {
  const Table want = {{"姓名", "学时"}, {"王燕", "16"}};
  EXPECT_EQ(CellsOf("姓名,学时\n王燕,16\n"), want);
  EXPECT_EQ(CellsOf("姓名;学时\n王燕;16\n"), want);
  EXPECT_EQ(CellsOf("姓名\t学时\n王燕\t16"), want);
}

TEST(ReadCsv, IsNotMisledByCommasInATitle) {
  EXPECT_EQ(CellsOf("名单,2018\na;b;c\n1;2,5;3\n"),
            (Table{{"名单,2018"}, {"a", "b", "c"}, {"1", "2,5", "3"}}));
}

TEST(ReadCsv, KnowsEveryLineEnd) {
  const Table want = {{"a", "b"}, {"c", "d"}};
  EXPECT_EQ(CellsOf("a,b\r\nc,d\r\n"), want);
  EXPECT_EQ(CellsOf("a,b\rc,d\r"), want);
  EXPECT_EQ(CellsOf("a,b\nc,d"), want);
}

TEST(ReadCsv, ReadsQuotedFields) {
  EXPECT_EQ(CellsOf("\"a,\"\"b\"\"\",\"c\r\nd\" ,\"\"\n"), (Table{{"a,\"b\"", "c\r\nd"}}));
}

TEST(ReadCsv, TakesFormulaQuotesOff) {
  EXPECT_EQ(CellsOf("=\"370102198506150013\",\"=\"\"007\"\"\",=\"\n"),
            (Table{{"370102198506150013", "007", "=\""}}));
}

TEST(ReadCsv, NumbersRowsByTheLineWhereTheyBegin) {
  EXPECT_THAT(LinesOf("a,b\n\n\"c\nd\",e\n,,\nf,g\n"), ElementsAre(1, 3, 6));
}

TEST(ReadCsv, KeepsQuotesInsideAField) {
  EXPECT_EQ(CellsOf("a 5\" b,c\n"), (Table{{"a 5\" b", "c"}}));
}

TEST(ReadCsv, RefusesQuotesThatWouldSwallowRows) {
  for (const char* text : {"a,\"b\nc,d\n", "a,\"b\n\"c,d\n"}) {
    const auto sheet = ReadCsv(text);
    ASSERT_FALSE(sheet.ok()) << text;
    EXPECT_EQ(ReasonOf(sheet.status()), Reason::MESSAGE_UNREADABLE);
    EXPECT_THAT(std::string(sheet.status().message()), HasSubstr("line 1: a quote"));
  }
}

TEST(ReadCsv, RefusesMoreThanTheLimits) {
  EXPECT_FALSE(ReadCsv(std::string(kColumnsMax, ',') + "a").ok());
  EXPECT_TRUE(ReadCsv(std::string(kColumnsMax - 1, ',') + "a").ok());
  EXPECT_FALSE(ReadCsv(std::string(kCellBytesMax + 1, 'a')).ok());
  EXPECT_TRUE(ReadCsv(std::string(kCellBytesMax, 'a')).ok());
  std::string wide;
  for (std::size_t cells = 0; cells <= kCellsMax; cells += kColumnsMax) {
    wide += std::string(kColumnsMax - 1, ',') + "a\n";
  }
  EXPECT_FALSE(ReadCsv(wide).ok());
}

TEST(ReadCsv, HasNoRowsForNothing) {
  EXPECT_TRUE(CellsOf("").empty());
  EXPECT_TRUE(CellsOf("\n\n,,\n").empty());
}

}  // namespace
}  // namespace xuefen::sheet
