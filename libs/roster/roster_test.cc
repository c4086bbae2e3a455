#include "libs/roster/roster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/roster/completion_check.h"
#include "libs/sheet/xlsx_testing.h"

namespace xuefen::roster {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::string_view kHeader =
    "序号,姓名,身份证号,流水号,项目编号,科目类别,开始日期,结束日期,学时,考核结果,学习类别\n";
constexpr absl::string_view kSoundRow =
    "1,王燕,370284198706030390,U1,SD-1,专业科目,2018-07-02,2018-07-03,16,合格,\n";

Roster Read(absl::string_view text) {
  const auto roster = ReadRoster(text, "a.csv");
  EXPECT_TRUE(roster.ok()) << roster.status();
  return roster.ok() ? *roster : Roster();
}

Completion ReadRow(absl::string_view row) {
  const Roster roster = Read(absl::StrCat(kHeader, row));
  EXPECT_THAT(roster.rows, SizeIs(1));
  return roster.rows.empty() ? Completion() : roster.rows[0].completion;
}

TEST(ReadRoster, ReadsARow) {
  const Completion completion = ReadRow(kSoundRow);
  EXPECT_EQ(completion.external_id, "U1");
  EXPECT_EQ(completion.name, "王燕");
  EXPECT_EQ(completion.identity_number, "370284198706030390");
  EXPECT_EQ(completion.activity_code, "SD-1");
  EXPECT_EQ(completion.subject, Subject::kProfessional);
  EXPECT_EQ(completion.kind, Kind::kTraining);
  EXPECT_EQ(completion.first_day, Day(2018, 7, 2));
  EXPECT_EQ(completion.last_day, Day(2018, 7, 3));
  EXPECT_EQ(completion.hours, Hours::FromCenti(1600));
  EXPECT_EQ(completion.assessment, Assessment::kPassed);
  EXPECT_THAT(completion.faults, IsEmpty());
}

TEST(ReadRoster, CountsDataRowsAndKeepsTheirLines) {
  const Roster roster = Read(absl::StrCat("2018年名单,,\n\n", kHeader, kSoundRow, ",,,,,,,,,,\n",
                                          "2,,,,,,,,,,\n", kSoundRow, kHeader, kSoundRow,
                                          "合计,3人,,,,,,,48,,\n", ",总　计：,,,,,,,48,,\n"));
  EXPECT_EQ(roster.header_line, 3);
  EXPECT_THAT(roster.rows,
              ElementsAre(AllOf(Field(&RosterRow::row, 1), Field(&RosterRow::line, 4)),
                          AllOf(Field(&RosterRow::row, 2), Field(&RosterRow::line, 7)),
                          AllOf(Field(&RosterRow::row, 3), Field(&RosterRow::line, 9))));
}

TEST(ReadRoster, TakesNoRowWithANumberOrIdOrActivityForATotal) {
  const Roster roster = Read(absl::StrCat(kHeader, "合计,,,U2,,,,,,,\n", "合计,,,,SD-1,,,,,,\n",
                                          "合计,,370284198706030390,,,,,,,,\n"));
  EXPECT_THAT(roster.rows, SizeIs(3));
}

TEST(ReadRoster, NotesWhatItCannotMakeOut) {
  EXPECT_THAT(
      ReadRow("1,王燕,370284198706030390,U1,SD-1,,18-7-2,2018-7-3,十六,合格,其他\n").faults,
      ElementsAre(Reason::DAYS_UNREADABLE, Reason::HOURS_UNREADABLE, Reason::KIND_NOT_SUPPORTED));
  EXPECT_THAT(ReadRow("1,王燕,370284198706030390,U1,SD-1,,,,,合格,自学\n").faults,
              ElementsAre(Reason::DAYS_UNREADABLE));
  EXPECT_EQ(ReadRow("1,王燕,,U1,SD-1,,,,,合格,自学\n").kind, Kind::kSelfStudy);
}

TEST(ReadRoster, ReadsBothDaysFromOneColumn) {
  const Roster roster = Read(
      "姓名,身份证号,流水号,项目编号,培训时间,学时,考核结果\n"
      "王燕,370284198706030390,U1,SD-1,2018-07-02至2018-07-03,16,合格\n"
      "王燕,370284198706030390,U2,SD-1,2018年7月2日,8,合格\n"
      "王燕,370284198706030390,U3,SD-1,七月,8,合格\n");
  ASSERT_THAT(roster.rows, SizeIs(3));
  EXPECT_EQ(roster.rows[0].completion.last_day, Day(2018, 7, 3));
  EXPECT_EQ(roster.rows[1].completion.first_day, roster.rows[1].completion.last_day);
  EXPECT_THAT(roster.rows[2].completion.faults, ElementsAre(Reason::DAYS_UNREADABLE));
}

TEST(ReadRoster, UnderstandsEnglishAndDecoratedTitles) {
  const Roster english = Read(
      "No;Name;ID Number;External_ID;Activity code;Start date;End date;Hours (h);Result\n"
      "1;John  Smith;CAN110081080310;A-1;SD-1;2018-07-02;2018-07-03;16h;passed\n");
  ASSERT_THAT(english.rows, SizeIs(1));
  EXPECT_THAT(CheckCompletion(english.rows[0].completion).reasons, IsEmpty());
  const Roster decorated = Read(
      "*姓 "
      "名,\"身份\n证号码（18位）\",证书编号：,【课程编号】项目代码,培训开始日期,培训结束日期,学时("
      "小时),考核 情况\n"
      "王燕,370284198706030390,A-1,SD-1,2018-07-02,2018-07-03,16,合格\n");
  ASSERT_THAT(decorated.rows, SizeIs(1));
  EXPECT_EQ(decorated.rows[0].line, 3);
  EXPECT_THAT(CheckCompletion(decorated.rows[0].completion).reasons, IsEmpty());
}

TEST(ReadRoster, NamesAllMissingColumns) {
  const auto roster = ReadRoster("姓名,身份证号,流水号,学时,开始日期\n", "a.csv");
  const auto violations = ViolationsOf(roster.status());
  EXPECT_THAT(violations, ElementsAre(Field(&FieldViolation::field, "activity_code"),
                                      Field(&FieldViolation::field, "last_day"),
                                      Field(&FieldViolation::field, "assessment")));
}

TEST(ReadRoster, ShortensTextsThatNoMessageCouldCarry) {
  std::string name = "a";
  for (int i = 0; i < 2000; ++i) name += "学";
  const Completion completion = ReadRow(
      absl::StrCat("1,", name, ",370284198706030390,U1,SD-1,,2018-07-02,2018-07-03,16,合格,\n"));
  EXPECT_LE(completion.name.size(), 1024u);
  EXPECT_THAT(CheckCompletion(completion).reasons, ElementsAre(Reason::FIELD_INVALID));
}

std::string XlsxRow(absl::string_view identity, absl::string_view external_id,
                    absl::string_view day) {
  const auto text = [](absl::string_view t) {
    return absl::StrCat("<c t=\"inlineStr\"><is><t>", t, "</t></is></c>");
  };
  return absl::StrCat("<row>", text("王燕"), identity, external_id, text("SD-1"), day, day,
                      "<c><v>7.4000000000000004</v></c>", text("合格"), "</row>");
}

Roster ReadXlsxRows(absl::string_view rows, absl::string_view workbook_properties = "") {
  sheet::XlsxParts parts;
  parts.styles = "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>";
  parts.workbook_properties = std::string(workbook_properties);
  parts.sheet_data = "<row>";
  for (const char* title :
       {"姓名", "身份证号", "流水号", "项目编号", "开始日期", "结束日期", "学时", "考核结果"}) {
    absl::StrAppend(&parts.sheet_data, "<c t=\"str\"><v>", title, "</v></c>");
  }
  absl::StrAppend(&parts.sheet_data, "</row>", rows);
  const auto roster = ReadRoster(parts.Pack(), "a.xlsx");
  EXPECT_TRUE(roster.ok()) << roster.status();
  return roster.ok() ? *roster : Roster();
}

TEST(ReadRoster, KnowsWhichSpreadsheetNumbersLostDigits) {
  const Roster roster = ReadXlsxRows(absl::StrCat(
      XlsxRow("<c><v>370284198706030000</v></c>", "<c><v>7</v></c>", "<c s=\"1\"><v>43283</v></c>"),
      XlsxRow("<c><v>370102850615001</v></c>", "<c><v>1.0</v></c>", "<c><v>20180702</v></c>"),
      XlsxRow("<c><v>3.70102850615001E14</v></c>", "<c><v>1234567890123456</v></c>",
              "<c><v>43283</v></c>")));
  ASSERT_THAT(roster.rows, SizeIs(3));
  for (const RosterRow& row : roster.rows) {
    EXPECT_EQ(row.completion.first_day, Day(2018, 7, 2));
    EXPECT_EQ(row.completion.hours, Hours::FromCenti(740));
  }
  EXPECT_THAT(roster.rows[0].completion.faults, ElementsAre(Reason::IDENTITY_LOST_DIGITS));
  EXPECT_EQ(roster.rows[0].completion.external_id, "7");
  EXPECT_EQ(roster.rows[1].completion.identity_number, "370102850615001");
  EXPECT_THAT(roster.rows[1].completion.faults, IsEmpty());
  EXPECT_EQ(roster.rows[2].completion.identity_number, "370102850615001");
  EXPECT_THAT(roster.rows[2].completion.faults, ElementsAre(Reason::FIELD_INVALID));
}

TEST(ReadRoster, CountsSerialDaysFromTheEpochOfTheFile) {
  const Roster roster =
      ReadXlsxRows(XlsxRow("<c/>", "<c/>", "<c s=\"1\"><v>41821</v></c>"), "date1904=\"1\"");
  ASSERT_THAT(roster.rows, SizeIs(1));
  EXPECT_EQ(roster.rows[0].completion.first_day, Day(2018, 7, 2));
}

}  // namespace
}  // namespace xuefen::roster
