#include "libs/sheet/header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/refusal.h"
#include "libs/sheet/csv.h"

namespace xuefen::sheet {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

const std::vector<Column>& Wanted() {
  static const auto* const columns = new std::vector<Column>{
      {"name", true, "", {"姓名", "name"}},
      {"hours", true, "", {"学时", "总学时"}},
      {"first_day", true, "days", {"开始日期"}},
      {"days", false, "", {"培训时间"}},
      {"note", false, "", {"备注"}},
  };
  return *columns;
}

absl::StatusOr<Header> Find(const std::vector<std::string>& tables) {
  std::vector<Sheet> sheets;
  for (const std::string& table : tables) sheets.push_back(*ReadCsv(table));
  return FindHeader(sheets, Wanted());
}

TEST(FindHeader, PassesTitlesAndBlankLines) {
  const auto header =
      Find({"2018年培训名单,,\n,,\n序号,姓名,学时,开始日期\n1,王燕,16,2018-07-02\n"});
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(header->row_index, 1u);
  EXPECT_THAT(header->places, ElementsAre(1u, 2u, 3u, std::nullopt, std::nullopt));
}

TEST(FindHeader, TakesTheFirstSheetThatHasOne) {
  const auto header = Find({"填写说明\n", "姓名,学时,培训时间\n"});
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(header->sheet_index, 1u);
}

TEST(FindHeader, UnderstandsHowTitlesAreWritten) {
  EXPECT_EQ(NormaliseTitle("学时（小时）"), "学时");
  EXPECT_EQ(NormaliseTitle(" 姓　名 "), "姓名");
  EXPECT_EQ(NormaliseTitle("开始\r\n日期"), "开始日期");
  EXPECT_EQ(NormaliseTitle("*姓名："), "姓名");
  EXPECT_EQ(NormaliseTitle("External_ID"), "externalid");
  EXPECT_EQ(NormaliseTitle("学时【必填】[h]"), "学时");
  EXPECT_EQ(NormaliseTitle("学时(小时"), "学时(小时");
}

TEST(FindHeader, PrefersTheEarlierNameOfAColumn) {
  const auto header = Find({"总学时,姓名,学时,开始日期\n"});
  ASSERT_TRUE(header.ok());
  EXPECT_EQ(header->places[1], 2u);
}

TEST(FindHeader, NamesEveryMissingColumnAndWhatThereIs) {
  const auto header = Find({"姓名,备注,培训时间 \n"});
  ASSERT_FALSE(header.ok());
  EXPECT_EQ(ReasonOf(header.status()), Reason::FIELD_INVALID);
  const auto violations = ViolationsOf(header.status());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "hours");
  EXPECT_THAT(violations[0].description,
              AllOf(HasSubstr("学时, 总学时"), HasSubstr("line 1 has: 姓名, 备注, 培训时间")));
}

TEST(FindHeader, WantsTheColumnOrItsSubstitute) {
  const auto header = Find({"姓名,学时,备注\n"});
  EXPECT_THAT(ViolationsOf(header.status()),
              ElementsAre(Field(&FieldViolation::field, "first_day")));
}

TEST(FindHeader, SaysThatNoRowResemblesAHeaderWithoutQuotingData) {
  const auto header = Find({"王燕,370284198706030390,16\n"});
  const auto violations = ViolationsOf(header.status());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "header");
  EXPECT_THAT(violations[0].description, ::testing::Not(HasSubstr("王燕")));
}

TEST(FindHeader, RefusesTwoColumnsOfOneName) {
  const auto header = Find({"姓名,学时,学 时,开始日期\n"});
  EXPECT_THAT(ViolationsOf(header.status()), ElementsAre(Field(&FieldViolation::field, "hours")));
}

}  // namespace
}  // namespace xuefen::sheet
