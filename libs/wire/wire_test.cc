#include "libs/wire/wire.h"

#include <gtest/gtest.h>

namespace xuefen::wire {
namespace {

TEST(Wire, DaysGoThereAndBack) {
  EXPECT_EQ(FromProto(ToProto(Day(2020, 2, 29))), Day(2020, 2, 29));
  google::type::Date date;
  EXPECT_EQ(FromProto(date), std::nullopt);
  date.set_year(2021);
  date.set_month(2);
  date.set_day(29);
  EXPECT_EQ(FromProto(date), std::nullopt);
}

TEST(Wire, InstantsGoThereAndBack) {
  for (const std::int64_t micros : {0L, 1L, -1L, 1530000000123456L, -999999L, -1000001L}) {
    const absl::Time time = absl::FromUnixMicros(micros);
    EXPECT_EQ(FromProto(ToProto(time)), time) << micros;
    EXPECT_GE(ToProto(time).nanos(), 0);
  }
}

TEST(Wire, ANameTakesThePlaceOfAnother) {
  const Id id = Id::Derived("person");
  std::string name = "completions/of somebody else";
  SetName("people/", id, name);
  EXPECT_EQ(name, "people/" + id.Hex());
}

TEST(Wire, ReasonsAreTheSameListOnBothSides) {
  for (const Reason reason : AllReasons()) {
    EXPECT_EQ(FromProto(ToProto(reason)), reason) << ReasonName(reason);
  }
  // One more on the wire: REASON_UNSPECIFIED.
  EXPECT_EQ(common::v1::Reason_descriptor()->value_count(),
            static_cast<int>(AllReasons().size()) + 1);
}

}  // namespace
}  // namespace xuefen::wire
