#include "libs/roster/result_csv.h"

#include <gtest/gtest.h>

#include "libs/sheet/csv.h"

namespace xuefen::roster {
namespace {

TEST(ResultCsv, WritesOneLineForEachRow) {
  const std::vector<RowResult> results = {
      {1, 3, "U1", Outcome::kAccepted, {}, ""},
      {2, 4, "U1", Outcome::kDuplicate, {}, ""},
      {3,
       6,
       "",
       Outcome::kRefused,
       {Reason::EXTERNAL_ID_MISSING, Reason::HOURS_MISSING},
       "a, \"b\""},
  };
  EXPECT_EQ(ResultCsv(results),
            "\xEF\xBB\xBFrow,line,external_id,outcome,reasons,detail\r\n"
            "1,3,U1,accepted,,\r\n"
            "2,4,U1,duplicate,,\r\n"
            "3,6,,refused,EXTERNAL_ID_MISSING HOURS_MISSING,\"a, \"\"b\"\"\"\r\n");
}

TEST(ResultCsv, LetsNothingBecomeAFormula) {
  for (const std::string text : {"=1+1", "+1", "-1", "@x", "\tx", "\rx", "=\"a\",b"}) {
    const std::string csv = ResultCsv({{1, 1, text, Outcome::kRefused, {}, text}});
    const auto sheet = sheet::ReadCsv(csv);
    ASSERT_TRUE(sheet.ok()) << sheet.status();
    EXPECT_EQ(sheet->rows[1].At(2).text, "'" + text);
    EXPECT_EQ(sheet->rows[1].At(5).text, "'" + text);
  }
}

TEST(ResultCsv, KeepsLineBreaksInsideACell) {
  const auto sheet = sheet::ReadCsv(ResultCsv({{1, 1, "a\r\nb", Outcome::kRefused, {}, "c\nd"}}));
  ASSERT_TRUE(sheet.ok()) << sheet.status();
  EXPECT_EQ(sheet->rows[1].At(2).text, "a\r\nb");
  EXPECT_EQ(sheet->rows[1].At(5).text, "c\nd");
}

}  // namespace
}  // namespace xuefen::roster
