#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/sheet/xlsx.h"
#include "libs/sheet/xlsx_testing.h"

namespace xuefen::sheet {
namespace {

using ::testing::HasSubstr;

void ExpectRefused(absl::string_view bytes, absl::string_view message) {
  const auto sheets = ReadXlsx(bytes);
  ASSERT_FALSE(sheets.ok()) << message;
  EXPECT_EQ(ReasonOf(sheets.status()), Reason::MESSAGE_UNREADABLE);
  EXPECT_THAT(std::string(sheets.status().message()), HasSubstr(std::string(message)));
}

void ExpectRowsRefused(absl::string_view rows, absl::string_view message) {
  XlsxParts parts;
  parts.sheet_data = std::string(rows);
  ExpectRefused(parts.Pack(), message);
}

std::string Repeat(absl::string_view piece, std::size_t times) {
  std::string result;
  result.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) absl::StrAppend(&result, piece);
  return result;
}

TEST(HostileXlsx, CutOffAnywhereIsRefused) {
  XlsxParts parts;
  parts.sheet_data = "<row><c><v>1</v></c></row>";
  const std::string whole = parts.Pack();
  ASSERT_TRUE(ReadXlsx(whole).ok());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(ReadXlsx(absl::string_view(whole).substr(0, size)).ok()) << size;
  }
}

TEST(HostileXlsx, WithADamagedByteIsReadAlikeOrRefused) {
  XlsxParts parts;
  parts.sheet_data = "<row><c><v>4321</v></c></row>";
  const std::string whole = parts.Pack();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(~damaged[i]);
    const auto sheets = ReadXlsx(damaged);
    if (!sheets.ok() || sheets->empty()) continue;
    EXPECT_EQ(sheets->at(0).rows.at(0).At(0).text, "4321") << i;
  }
}

TEST(HostileXlsx, InflatingWithoutEndIsRefused) {
  XlsxParts parts;
  parts.sheet_data = std::string(std::size_t{65} << 20, ' ');
  const std::string bomb = parts.Pack();
  EXPECT_LT(bomb.size(), std::size_t{1} << 20);
  ExpectRefused(bomb, "inflates to too much");
}

TEST(HostileXlsx, OneLongStringInManyCellsIsRefused) {
  XlsxParts parts;
  parts.shared_strings = absl::StrCat("<si><t>", std::string(kCellBytesMax, 'a'), "</t></si>");
  parts.sheet_data = Repeat("<row><c t=\"s\"><v>0</v></c></row>", 4000);
  ExpectRefused(parts.Pack(), "too much text");
}

TEST(HostileXlsx, TooManyCellsAreRefused) {
  ExpectRowsRefused(Repeat("<row><c r=\"ALJ1\"><v>1</v></c></row>", 2100), "too many cells");
}

TEST(HostileXlsx, FarColumnsAndLongCellsAreRefused) {
  ExpectRowsRefused("<row><c r=\"XFD1\"><v>1</v></c></row>", "too many columns");
  ExpectRowsRefused(
      absl::StrCat("<row><c><v>", std::string(kCellBytesMax + 1, '1'), "</v></c></row>"),
      "a cell too long");
  XlsxParts empty_cells;
  empty_cells.sheet_data = "<row><c><v>1</v></c><c r=\"XFD1\" s=\"1\"/></row>";
  EXPECT_TRUE(ReadXlsx(empty_cells.Pack()).ok());
}

TEST(HostileXlsx, DisorderIsRefused) {
  ExpectRowsRefused("<row r=\"2\"/><row r=\"1\"/>", "order of rows");
  ExpectRowsRefused("<row r=\"0\"/>", "order of rows");
  ExpectRowsRefused("<row r=\"1048577\"/>", "order of rows");
  ExpectRowsRefused("<row r=\"x\"/>", "row number");
  ExpectRowsRefused("<row><c r=\"B1\"/><c r=\"A1\"/></row>", "order of cells");
  ExpectRowsRefused("<row><c r=\"1\"/></row>", "order of cells");
  ExpectRowsRefused("<row><c r=\"AAAA1\"/></row>", "order of cells");
  ExpectRowsRefused("<c><v>1</v></c>", "outside a row");
}

TEST(HostileXlsx, PointingToAMissingSharedStringIsRefused) {
  ExpectRowsRefused("<row><c t=\"s\"><v>0</v></c></row>", "shared string");
  ExpectRowsRefused("<row><c t=\"s\"><v>-1</v></c></row>", "shared string");
}

TEST(HostileXlsx, DocumentTypesAndDeepNestingAreRefused) {
  XlsxParts deep;
  deep.sheet_data = Repeat("<a>", 100000);
  ExpectRefused(deep.Pack(), "nested too deep");
  const std::string entities =
      "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
      "\"&a;&a;&a;&a;\">]><workbook>&b;</workbook>";
  ExpectRefused(MakeZip({{"xl/workbook.xml", entities}, {"xl/_rels/workbook.xml.rels", "<a/>"}}),
                "document type");
}

TEST(HostileXlsx, BrokenXmlIsRefused) {
  ExpectRowsRefused("<row><c></row>", "mismatched tag");
  ExpectRowsRefused("<row><c><v>\xFF</v></c></row>", "not well-formed");
}

TEST(HostileXlsx, MissingPartsAreRefused) {
  ExpectRefused(MakeZip({{"a.txt", "a"}}), "xl/workbook.xml");
  ExpectRefused(MakeZip({{"_rels/.rels", "<Relationships/>"}}), "no workbook");
  ExpectRefused(
      MakeZip({{"xl/workbook.xml", "<workbook><sheets><sheet id=\"a\"/></sheets></workbook>"},
               {"xl/_rels/workbook.xml.rels", "<Relationships/>"}}),
      "a sheet has no part");
}

}  // namespace
}  // namespace xuefen::sheet
