#include "libs/rules/ratio.h"

#include <gtest/gtest.h>

namespace xuefen::rules {
namespace {

TEST(Ratio, ReadsFractionsPercentagesAndWholeNumbersOnly) {
  EXPECT_EQ(ParseRatio("2/3"), Ratio::Of(2, 3));
  EXPECT_EQ(ParseRatio("4/6"), Ratio::Of(2, 3));
  EXPECT_EQ(ParseRatio("60%"), Ratio::Of(3, 5));
  EXPECT_EQ(ParseRatio("10"), Ratio::Of(10));
  for (const char* text :
       {"", "%", "/", "2/", "/3", "2/0", "0.6667", "-1/2", "1/2/3", "1234567890"}) {
    EXPECT_EQ(ParseRatio(text), std::nullopt) << text;
  }
}

TEST(Ratio, ReadsAmountsOfTwoDecimalsOrFractions) {
  EXPECT_EQ(ParseAmount("90"), Ratio::Of(90));
  EXPECT_EQ(ParseAmount("7.5"), Ratio::Of(15, 2));
  EXPECT_EQ(ParseAmount("22/7"), Ratio::Of(22, 7));
  EXPECT_EQ(ParseAmount("1.234"), std::nullopt);
}

TEST(Ratio, RoundsTowardsTheSideItNames) {
  EXPECT_EQ(Ratio::Of(2, 3).CentiDown(), 66);
  EXPECT_EQ(Ratio::Of(2, 3).CentiUp(), 67);
  EXPECT_EQ(Ratio::Of(-2, 3).CentiDown(), -67);
  EXPECT_EQ(Ratio::Of(-2, 3).CentiUp(), -66);
  EXPECT_EQ(Ratio::Of(3, 4).CentiDown(), Ratio::Of(3, 4).CentiUp());
}

TEST(Ratio, TwoThirdsOfNinetyIsSixty) {
  EXPECT_EQ(Ratio::Of(90).Times(Ratio::Of(2, 3)), Ratio::Of(60));
  EXPECT_EQ(Ratio::Of(0).Times(Ratio::Of(2, 3)), Ratio());
  EXPECT_EQ(Ratio::Of(1LL << 39).Times(Ratio::Of(2)), std::nullopt);
}

TEST(Ratio, AddsAndComparesExactly) {
  EXPECT_EQ(Ratio::Of(1, 3) + Ratio::Of(1, 6), Ratio::Of(1, 2));
  EXPECT_EQ(Ratio::Of(1, 3) - Ratio::Of(1, 2), Ratio::Of(-1, 6));
  // Not before it is reduced does the sum fit.
  EXPECT_EQ(Ratio::Of(1, 3LL << 32) + Ratio::Of(1, 5LL << 32), Ratio::Of(1, 15LL << 29));
  EXPECT_EQ(Ratio::Of(1, 3LL << 32) - Ratio::Of(1, 5LL << 32), Ratio::Of(1, 15LL << 31));
  EXPECT_EQ(Ratio::Of(-480, 360), Ratio::Of(-4, 3));
  EXPECT_LT(Ratio::Of(6666, 10000), Ratio::Of(2, 3));
  EXPECT_GT(Ratio::Of(6667, 10000), Ratio::Of(2, 3));
}

TEST(Ratio, WritesHundredthsAsDecimalsAndTheRestAsFractions) {
  EXPECT_EQ(FormatRatio(Ratio::Of(24)), "24");
  EXPECT_EQ(FormatRatio(Ratio::Of(15, 2)), "7.5");
  EXPECT_EQ(FormatRatio(Ratio::Of(22, 7)), "22/7");
}

}  // namespace
}  // namespace xuefen::rules
