#include "libs/identity/check_digits.h"

#include <gtest/gtest.h>

namespace xuefen::identity {
namespace {

TEST(CitizenCheck, AgreesWithTheSamplesOfTheStandardAndOfThePolice) {
  EXPECT_EQ(CitizenCheck("11010519491231002"), 'X');
  EXPECT_EQ(CitizenCheck("44052418800101001"), '4');
  EXPECT_EQ(CitizenCheck("81000019940823002"), '1');
  EXPECT_EQ(CitizenCheck("83000019920130002"), '2');
  EXPECT_EQ(CitizenCheck("91112419810803002"), '4');
  EXPECT_EQ(CitizenCheck("93268219850101001"), '7');
}

TEST(CitizenCheck, WantsSeventeenDigits) {
  EXPECT_EQ(CitizenCheck("1101051949123100"), std::nullopt);
  EXPECT_EQ(CitizenCheck("110105194912310022"), std::nullopt);
  EXPECT_EQ(CitizenCheck("1101051949123100X"), std::nullopt);
}

TEST(TravelDocumentCheck, AgreesWithTheSampleCard) {
  EXPECT_EQ(TravelDocumentCheck("CAN11008108031"), '0');
  EXPECT_EQ(TravelDocumentCheck("can11008108031"), std::nullopt);
  EXPECT_EQ(TravelDocumentCheck("CAN1100810803"), std::nullopt);
}

TEST(OrganisationCheck, AgreesWithCodesInUse) {
  EXPECT_EQ(OrganisationCheck("M000100Y"), '4');
  EXPECT_EQ(OrganisationCheck("70846113"), '6');
  EXPECT_EQ(OrganisationCheck("M000100"), std::nullopt);
}

TEST(CreditCodeCheck, AgreesWithCodesInUse) {
  EXPECT_EQ(CreditCodeCheck("91350100M000100Y4"), '3');
  EXPECT_EQ(CreditCodeCheck("91440300708461136"), 'T');
  EXPECT_EQ(CreditCodeCheck("9144030070846113S"), std::nullopt);
}

TEST(IsCreditCodeCharacter, LeavesOutFiveLetters) {
  for (const char c : {'I', 'O', 'S', 'V', 'Z', 'a', '-'}) EXPECT_FALSE(IsCreditCodeCharacter(c));
  for (const char c : {'0', '9', 'A', 'Y'}) EXPECT_TRUE(IsCreditCodeCharacter(c));
}

}  // namespace
}  // namespace xuefen::identity
