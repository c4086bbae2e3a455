#include "libs/identity/region_observation.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/identity/check_digits.h"

namespace xuefen::identity {
namespace {

RegionObservation Observe(const std::string& digits) {
  const IdentityReading reading = ReadIdentity(digits + *CitizenCheck(digits));
  EXPECT_TRUE(reading.sound()) << digits;
  return ObserveRegion(reading, divisions::Shandong());
}

TEST(ObserveRegion, ComparesTheCodeWithTheDayOfBirth) {
  EXPECT_EQ(Observe("37010219850615001"), RegionObservation::kKnownAtBirth);
  EXPECT_EQ(Observe("37028419880615297"), RegionObservation::kUnknownAtBirth);
  EXPECT_EQ(Observe("37062019950615001"), RegionObservation::kUnknownAtBirth);
  EXPECT_EQ(Observe("37062019850615001"), RegionObservation::kKnownAtBirth);
  EXPECT_EQ(Observe("37120220190108001"), RegionObservation::kKnownAtBirth);
  EXPECT_EQ(Observe("37120220190109001"), RegionObservation::kUnknownAtBirth);
}

TEST(ObserveRegion, SaysWhenNoDivisionEverHadTheCode) {
  EXPECT_EQ(Observe("37019920100615001"), RegionObservation::kUnknown);
  EXPECT_EQ(Observe("37010119600615001"), RegionObservation::kUnknown);
}

TEST(ObserveRegion, DoesNotJudgeOtherProvincesOrBirthsBeforeTheTable) {
  EXPECT_EQ(Observe("44128219850615001"), RegionObservation::kNotJudged);
  EXPECT_EQ(Observe("37120219780228003"), RegionObservation::kNotJudged);
  EXPECT_EQ(ObserveRegion(ReadIdentity("CAN110081080310"), divisions::Shandong()),
            RegionObservation::kNotJudged);
  EXPECT_EQ(Observe("91112419810803002"), RegionObservation::kNotJudged);
}

}  // namespace
}  // namespace xuefen::identity
