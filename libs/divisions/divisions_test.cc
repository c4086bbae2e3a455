#include "libs/divisions/divisions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "libs/divisions/shandong_tsv.h"

namespace xuefen::divisions {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string NameOf(absl::string_view code, Day day) {
  const Division* const division = Shandong().Find(code, day);
  return division == nullptr ? "" : division->name;
}

TEST(Shandong, ParsesAndBeginsIn1980) {
  ASSERT_TRUE(Table::Parse(kShandongTsv).ok());
  EXPECT_EQ(Shandong().first_day(), Day(1980, 1, 1));
}

TEST(Shandong, HasSixteenCitiesAnd136CountiesSince2020) {
  for (const Day day : {Day(2020, 1, 1), Day(2026, 1, 1)}) {
    int cities = 0;
    int counties = 0;
    for (const Division* division : Shandong().ExistingOn(day)) {
      const bool city = division->code.substr(4) == "00";
      cities += city && division->code != "370000";
      counties += !city;
    }
    EXPECT_EQ(cities, 16);
    EXPECT_EQ(counties, 136);
  }
}

TEST(Shandong, MergedLaiwuOn9January2019) {
  const Day before(2019, 1, 8);
  const Day after(2019, 1, 9);
  EXPECT_EQ(NameOf("371200", before), "莱芜市");
  EXPECT_EQ(NameOf("371202", before), "莱城区");
  EXPECT_EQ(NameOf("371203", before), "钢城区");
  EXPECT_EQ(NameOf("370116", before), "");
  for (const char* gone : {"371200", "371202", "371203"}) EXPECT_EQ(NameOf(gone, after), "");
  EXPECT_EQ(NameOf("370116", after), "莱芜区");
  EXPECT_EQ(NameOf("370117", after), "钢城区");
  EXPECT_THAT(Shandong().Path("371202", before), ElementsAre("370000", "371200", "371202"));
  EXPECT_THAT(Shandong().Path("370116", after), ElementsAre("370000", "370100", "370116"));
}

TEST(Shandong, CountsFromTheFirstAndToTheLastDayOfTheYearsOfTheTables) {
  EXPECT_EQ(NameOf("370181", Day(2015, 12, 31)), "章丘市");
  EXPECT_EQ(NameOf("370181", Day(2016, 1, 1)), "");
  EXPECT_EQ(NameOf("370114", Day(2015, 12, 31)), "");
  EXPECT_EQ(NameOf("370114", Day(2016, 1, 1)), "章丘区");
}

TEST(Shandong, NamesACodeAsItWasCalledOnTheDay) {
  EXPECT_EQ(NameOf("371324", Day(2013, 6, 1)), "苍山县");
  EXPECT_EQ(NameOf("371324", Day(2014, 6, 1)), "兰陵县");
  EXPECT_EQ(NameOf("372522", Day(1981, 6, 1)), "莘县");
  EXPECT_EQ(NameOf("372522", Day(1982, 6, 1)), "阳谷县");
  EXPECT_EQ(NameOf("370102", Day(1979, 12, 31)), "");
  EXPECT_EQ(NameOf("110105", Day(2018, 1, 1)), "");
}

TEST(Shandong, LeadsFromTheProvinceToTheCounty) {
  const Day day(2018, 7, 2);
  EXPECT_THAT(Shandong().Path("370102", day), ElementsAre("370000", "370100", "370102"));
  EXPECT_THAT(Shandong().Path("370100", day), ElementsAre("370000", "370100"));
  EXPECT_THAT(Shandong().Path("370000", day), ElementsAre("370000"));
  EXPECT_THAT(Shandong().Path("370199", day), IsEmpty());
  EXPECT_EQ(Shandong().Parent("370102", day)->name, "济南市");
  EXPECT_EQ(Shandong().Parent("370100", day)->name, "山东省");
  EXPECT_EQ(Shandong().Parent("370000", day), nullptr);
}

TEST(Shandong, PutsCountiesWithoutACityUnderTheProvince) {
  EXPECT_THAT(Shandong().Path("379001", Day(1990, 1, 1)), ElementsAre("370000", "379001"));
  EXPECT_THAT(Shandong().Path("370901", Day(1984, 1, 1)), ElementsAre("370000", "370901"));
}

TEST(Shandong, EveryDivisionLiesWithinTheProvinceOnItsFirstAndLastDay) {
  for (const Day day : {Day(1980, 1, 1), Day(1995, 6, 1), Day(2019, 1, 8), Day(2019, 1, 9)}) {
    for (const Division* division : Shandong().ExistingOn(day)) {
      EXPECT_TRUE(Shandong().IsWithin(division->code, "370000", day)) << division->code;
      EXPECT_TRUE(Shandong().IsWithin(division->code, division->code, day)) << division->code;
    }
  }
}

TEST(IsWithin, NeedsBothOnTheDay) {
  const Day day(2018, 7, 2);
  EXPECT_TRUE(Shandong().IsWithin("370102", "370100", day));
  EXPECT_FALSE(Shandong().IsWithin("370100", "370102", day));
  EXPECT_FALSE(Shandong().IsWithin("370202", "370100", day));
  EXPECT_FALSE(Shandong().IsWithin("370116", "370100", day));
  EXPECT_FALSE(Shandong().IsWithin("371202", "371200", Day(2019, 1, 9)));
}

TEST(Parse, NamesTheLineThatIsWrong) {
  const std::string header = "code\tname\tfrom_day\tto_day\n";
  const struct {
    std::string table;
    const char* message;
  } cases[] = {
      {"370000\t山东省\t1980-01-01\t\n", "line 1, want the header"},
      {header, "want at least one division"},
      {header + "37000\t山东省\t1980-01-01\t\n", "line 2, want a code"},
      {header + "370000\t山东省\t1980-01-01\n", "line 2, want four fields"},
      {header + "370000\t\t1980-01-01\t\n", "line 2, want a name"},
      {header + "370000\t山东省\t1980\t\n", "line 2, want from_day"},
      {header + "370000\t山东省\t1980-01-01\tnow\n", "line 2, want to_day"},
      {header + "370000\t山东省\t1980-01-01\t1979-01-01\n", "line 2, want to_day: not before"},
      {header + "370000\t山东省\t1980-01-01\t\n370000\t山东省\t1990-01-01\t\n",
       "line 3, want lines"},
      {header + "370000\t甲\t1980-01-01\t1990-01-01\n370000\t乙\t1990-01-01\t\n",
       "line 3, want lines"},
      {header + "370100\t济南市\t1980-01-01\t\n370000\t山东省\t1980-01-01\t\n",
       "line 3, want lines"},
  };
  for (const auto& c : cases) {
    const auto table = Table::Parse(c.table);
    ASSERT_FALSE(table.ok()) << c.table;
    EXPECT_THAT(std::string(table.status().message()), HasSubstr(c.message));
  }
}

}  // namespace
}  // namespace xuefen::divisions
