#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <thread>

#include "libs/base/bytes.h"
#include "libs/base/civil.h"
#include "libs/base/hours.h"
#include "libs/base/ids.h"
#include "libs/base/recent_map.h"
#include "libs/base/refusal.h"
#include "libs/base/thread_priority.h"

namespace xuefen {
namespace {

TEST(Hours, ReadsPlainDecimalsExactly) {
  EXPECT_EQ(ParseHours("16"), Hours::FromCenti(1600));
  EXPECT_EQ(ParseHours("7.5"), Hours::FromCenti(750));
  EXPECT_EQ(ParseHours("0.01"), Hours::FromCenti(1));
  for (const char* text :
       {"", ".", "1.", ".5", "-1", "+1", "1e3", "1.234", "12345678", "1 ", "１"}) {
    EXPECT_EQ(ParseHours(text), std::nullopt) << text;
  }
}

TEST(Hours, WritesTheShortestDecimal) {
  EXPECT_EQ(FormatHours(Hours::FromCenti(1600)), "16");
  EXPECT_EQ(FormatHours(Hours::FromCenti(750)), "7.5");
  EXPECT_EQ(FormatHours(Hours::FromCenti(5)), "0.05");
  EXPECT_EQ(FormatHours(Hours::FromCenti(-25)), "-0.25");
}

TEST(Days, ReadsExistingDaysOnly) {
  EXPECT_EQ(ParseDay("2020-02-29"), Day(2020, 2, 29));
  for (const char* text : {"2021-02-29", "2021-13-01", "2021-1-01", "20210101", "2021-01-0a", ""}) {
    EXPECT_EQ(ParseDay(text), std::nullopt) << text;
  }
  EXPECT_EQ(FormatDay(Day(2016, 4, 1)), "2016-04-01");
  EXPECT_EQ(DayFromNumber(DayNumber(Day(2016, 4, 1))), Day(2016, 4, 1));
}

TEST(Days, EachHasANumberOfItsOwn) {
  EXPECT_EQ(DayNumber(Day(1970, 1, 1)), 0);
  for (Day day(1000, 1, 1); day <= Day(9999, 12, 31); ++day) {
    ASSERT_EQ(DayFromNumber(DayNumber(day)), day);
  }
}

TEST(Days, TheProvinceIsEightHoursAhead) {
  const absl::Time new_year =
      absl::FromCivil(absl::CivilSecond(2018, 12, 31, 16), absl::UTCTimeZone());
  EXPECT_EQ(DayInChina(new_year), Day(2019, 1, 1));
  EXPECT_EQ(DayInChina(new_year - absl::Seconds(1)), Day(2018, 12, 31));
}

TEST(Ids, BucketIsTheSameEverywhere) {
  // SHA-256 of sixteen zero bytes begins with 0x37.
  EXPECT_EQ(Id().Bucket(), 0x37 % kBuckets);
  EXPECT_EQ(Id::FromHex(Id::Derived("x").Hex()), Id::Derived("x"));
  EXPECT_NE(Id::Random(), Id::Random());
  EXPECT_EQ(Id::FromHex("12"), std::nullopt);
}

TEST(Ids, AreWrittenBehindOtherText) {
  const Id id = Id::Derived("person");
  std::string name = "people/";
  id.AppendHex(&name);
  EXPECT_EQ(name, "people/" + ToHex(id.Bytes()));
  EXPECT_EQ(id.Hex(), ToHex(id.Bytes()));
}

TEST(Sha256, IsThatOfAllParts) {
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(ToHex(AsView(Sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const Sha256Stream begun = Sha256Stream().Add("a").Add("b");
  EXPECT_EQ(Sha256Stream(begun).Add("c").Digest(), Sha256("abc"));
  EXPECT_EQ(Sha256Stream(begun).Add(std::string(200, 'd')).Digest(),
            Sha256("ab" + std::string(200, 'd')));
  EXPECT_EQ(begun.Digest(), Sha256("ab"));
}

TEST(Sha256, ReadsDigestsOfTheRightLengthOnly) {
  const Sha256Digest digest = Sha256("abc");
  EXPECT_EQ(DigestFromBytes(AsView(digest)), digest);
  EXPECT_EQ(DigestFromBytes(AsView(digest).substr(1)), std::nullopt);
  EXPECT_EQ(DigestFromBytes(absl::StrCat(AsView(digest), "x")), std::nullopt);
}

TEST(CanonicalWriter, PartsCannotRunIntoEachOther) {
  EXPECT_NE(CanonicalWriter().Text("ab").Text("c").bytes(),
            CanonicalWriter().Text("a").Text("bc").bytes());
}

TEST(Refusals, CarryReasonMetadataAndFields) {
  const absl::Status status = Refusal(Reason::EXTERNAL_ID_REUSED, "message", {{"seq", "7"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(status), Reason::EXTERNAL_ID_REUSED);
  EXPECT_THAT(MetadataOf(status), testing::ElementsAre(testing::Pair("seq", "7")));
  EXPECT_EQ(ReasonOf(absl::InternalError("other")), std::nullopt);

  const absl::Status fields = InvalidFields({{"b", "one"}, {"a/c", "two"}});
  const std::vector<FieldViolation> violations = ViolationsOf(fields);
  ASSERT_EQ(violations.size(), 2U);
  EXPECT_EQ(violations[0].field, "b");
  EXPECT_EQ(violations[1].field, "a/c");
  EXPECT_EQ(violations[1].description, "two");
}

TEST(Reasons, NamesRoundTrip) {
  for (const Reason reason : AllReasons()) {
    EXPECT_EQ(ReasonFromName(ReasonName(reason)), reason);
  }
}

TEST(YieldToAnswers, IsAboutTheCallingThreadAlone) {
  const int before = getpriority(PRIO_PROCESS, 0);
  std::thread([before] {
    YieldToAnswers();
    EXPECT_EQ(getpriority(PRIO_PROCESS, 0), std::min(before + 5, 19));
  }).join();
  EXPECT_EQ(getpriority(PRIO_PROCESS, 0), before);
}

TEST(RecentMap, ForgetsWhatNobodyAsksFor) {
  RecentMap<std::string, int> recent(4);
  for (const char* key : {"a", "b", "c", "d"}) {
    recent.Put(key, 1);
    EXPECT_EQ(recent.Find("a"), 1) << key;
  }
  recent.Put("e", 1);
  EXPECT_TRUE(recent.Find("a").has_value());
  EXPECT_FALSE(recent.Find("b").has_value());
  EXPECT_FALSE(recent.Find("never").has_value());
}

TEST(RecentMap, TellsWhatWasPutInLastUntilItIsErased) {
  RecentMap<std::string, int> recent(4);
  recent.Put("a", 1);
  for (const char* key : {"b", "c"}) recent.Put(key, 1);
  recent.Put("a", 2);
  EXPECT_EQ(recent.Find("a"), 2);
  recent.Erase("a");
  EXPECT_FALSE(recent.Find("a").has_value());
  recent.Clear();
  EXPECT_FALSE(recent.Find("c").has_value());
}

}  // namespace
}  // namespace xuefen
