#include "libs/sheet/xlsx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/sheet/rich_text.h"
#include "libs/sheet/xlsx_parts.h"
#include "libs/sheet/xlsx_testing.h"

namespace xuefen::sheet {
namespace {

using ::testing::SizeIs;

Sheet ReadOne(const XlsxParts& parts) {
  const auto sheets = ReadXlsx(parts.Pack());
  EXPECT_TRUE(sheets.ok()) << sheets.status();
  EXPECT_THAT(*sheets, SizeIs(1));
  return sheets->at(0);
}

TEST(ReadXlsx, ReadsSharedAndInlineStringsAndResultsOfFormulas) {
  XlsxParts parts;
  parts.shared_strings = "<si><t>姓名</t></si><si><t xml:space=\"preserve\"> 王燕 </t></si>";
  parts.sheet_data = R"(<row r="2"><c r="A2" t="s"><v>0</v></c>
      <c r="C2" t="inlineStr"><is><t>学</t></is></c></row>
      <row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5" t="str"><f>A1</f><v>x</v></c>
      <c r="C5" t="b"><v>1</v></c></row>)";
  const Sheet sheet = ReadOne(parts);
  EXPECT_EQ(sheet.name, "名单");
  ASSERT_THAT(sheet.rows, SizeIs(2));
  EXPECT_EQ(sheet.rows[0].line, 2);
  EXPECT_EQ(sheet.rows[0].At(0).text, "姓名");
  EXPECT_EQ(sheet.rows[0].At(1).text, "");
  EXPECT_EQ(sheet.rows[0].At(2).text, "学");
  EXPECT_EQ(sheet.rows[1].line, 5);
  EXPECT_EQ(sheet.rows[1].At(0).text, " 王燕 ");
  EXPECT_EQ(sheet.rows[1].At(1).text, "x");
  EXPECT_EQ(sheet.rows[1].At(2).text, "1");
}

TEST(ReadXlsx, JoinsRichTextRunsAndLeavesPhoneticReadingsOut) {
  XlsxParts parts;
  parts.shared_strings =
      "<si><r><rPr/><t>身份</t></r><r><t>证号</t></r><rPh sb=\"0\" eb=\"2\"><t>shen</t></rPh></si>";
  parts.sheet_data = R"(<row><c t="s"><v>0</v></c>
      <c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></is></c></row>)";
  const Sheet sheet = ReadOne(parts);
  EXPECT_EQ(sheet.rows[0].At(0).text, "身份证号");
  EXPECT_EQ(sheet.rows[0].At(1).text, "ab");
}

TEST(ReadXlsx, KeepsTheDigitsOfNumbersAndSaysWhichAreDates) {
  XlsxParts parts;
  parts.formats = R"(<numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>)";
  parts.styles = R"(<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="10"/>)";
  parts.sheet_data = R"(<row><c><v>370284198706030000</v></c><c s="1"><v>43283</v></c>
      <c s="2"><v>43283.5</v></c><c s="3"><v>0.10000000000000001</v></c>
      <c s="99"><v>1E2</v></c></row>)";
  const std::vector<Cell> cells = ReadOne(parts).rows[0].cells;
  ASSERT_THAT(cells, SizeIs(5));
  EXPECT_EQ(cells[0].text, "370284198706030000");
  EXPECT_EQ(cells[0].kind, CellKind::kNumber);
  EXPECT_EQ(cells[1].kind, CellKind::kDate);
  EXPECT_EQ(cells[2].text, "43283.5");
  EXPECT_EQ(cells[2].kind, CellKind::kDate);
  EXPECT_EQ(cells[3].text, "0.10000000000000001");
  EXPECT_EQ(cells[3].kind, CellKind::kNumber);
  EXPECT_EQ(cells[4].kind, CellKind::kNumber);
}

TEST(ReadXlsx, KnowsTheEpochOf1904) {
  XlsxParts parts;
  EXPECT_FALSE(ReadOne(parts).epoch_1904);
  parts.workbook_properties = "date1904=\"1\"";
  EXPECT_TRUE(ReadOne(parts).epoch_1904);
}

TEST(ReadXlsx, TakesVisibleSheetsInTheOrderOfTheWorkbook) {
  const std::string sheet =
      "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";
  const std::string bytes = MakeZip({
      {"xl/workbook.xml",
       "<workbook><sheets><sheet name='说明' id='a' state='hidden'/><sheet name='图' id='c'/>"
       "<sheet name='乙' id='b'/><sheet name='甲' id='a'/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/a.xml'/>"
       "<Relationship Id='b' Type='x/worksheet' Target='/xl/worksheets/b.xml'/>"
       "<Relationship Id='c' Type='x/chartsheet' Target='charts/c.xml'/></Relationships>"},
      {"xl/worksheets/a.xml", sheet},
      {"xl/Worksheets/B.xml", sheet},
  });
  const auto sheets = ReadXlsx(bytes);
  ASSERT_TRUE(sheets.ok()) << sheets.status();
  ASSERT_THAT(*sheets, SizeIs(2));
  EXPECT_EQ(sheets->at(0).name, "乙");
  EXPECT_EQ(sheets->at(1).name, "甲");
}

TEST(IsDateFormat, LooksPastLiterals) {
  for (const char* format :
       {"yyyy-mm-dd", "m/d/yy", "[$-804]yyyy\"年\"m\"月\"d\"日\"", "mmm", "h:mm d", "DD.MM.YYYY"}) {
    EXPECT_TRUE(IsDateFormat(format)) << format;
  }
  for (const char* format : {"General", "0.00", "#,##0;[Red]-#,##0", "0\"day\"", "0\\d", "_y0",
                             "h:mm", "mm:ss", "@", "", "\"unclosed yy", "0.00E+00"}) {
    EXPECT_FALSE(IsDateFormat(format)) << format;
  }
}

TEST(Unescape, TurnsEscapesIntoCharacters) {
  EXPECT_EQ(Unescape("a_x000D_\nb"), "a\r\nb");
  EXPECT_EQ(Unescape("_x005F_x000D_"), "_x000D_");
  EXPECT_EQ(Unescape("_x0000__x00FF__x00G0_"), "_x0000__x00FF__x00G0_");
}

}  // namespace
}  // namespace xuefen::sheet
