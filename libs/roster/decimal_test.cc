#include "libs/roster/decimal.h"

#include <gtest/gtest.h>

namespace xuefen::roster {
namespace {

TEST(ShownDecimal, ShowsNumbersAsSpreadsheetProgramsDo) {
  const struct {
    const char* written;
    const char* shown;
  } cases[] = {
      {"16", "16"},
      {"24.0", "24"},
      {"0", "0"},
      {"0.00", "0"},
      {"0016.50", "16.5"},
      {".5", "0.5"},
      {"5.", "5"},
      {"7.4000000000000004", "7.4"},
      {"0.10000000000000001", "0.1"},
      {"2.9999999999999996", "3"},
      {"9.9999999999999996", "10"},
      {"1.6E1", "16"},
      {"1.6e-2", "0.016"},
      {"3.70102850615001E+14", "370102850615001"},
      {"3.7028419870603E+17", "370284198706030000"},
      {"370284198706030000", "370284198706030000"},
      {"370284198706030390", "370284198706030000"},
      {"0E400", "0"},
  };
  for (const auto& c : cases) EXPECT_EQ(ShownDecimal(c.written), c.shown) << c.written;
}

TEST(ShownDecimal, RefusesWhatIsNoUnsignedNumber) {
  for (const char* text : {"", ".", "-1", "+1", "1,000", "1e", "1e1.5", "E5", "1e33", "1e-40",
                           "1e999999999999", "16学时", "0x10", "nan", "1 6"}) {
    EXPECT_EQ(ShownDecimal(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace xuefen::roster
