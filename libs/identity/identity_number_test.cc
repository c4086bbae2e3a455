#include "libs/identity/identity_number.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/identity/check_digits.h"

namespace xuefen::identity {
namespace {

using ::testing::ElementsAre;

rc::Gen<std::string> SoundResidentNumber() {
  return rc::gen::exec([] {
    const int region = *rc::gen::inRange(110000, 660000);
    const Day birth = Day(1900, 1, 1) + *rc::gen::inRange(0, 45000);
    const int sequence = *rc::gen::inRange(0, 1000);
    std::string number =
        absl::StrCat(region, FormatDay(birth), absl::Dec(sequence, absl::kZeroPad3));
    number.erase(std::remove(number.begin(), number.end(), '-'), number.end());
    return number + *CitizenCheck(number);
  });
}

TEST(ReadIdentity, TakesTheSampleOfTheStandardApart) {
  const IdentityReading reading = ReadIdentity("11010519491231002X");
  ASSERT_TRUE(reading.sound());
  EXPECT_EQ(reading.kind, IdentityKind::kResident);
  EXPECT_EQ(reading.canonical, "11010519491231002X");
  EXPECT_EQ(reading.birth_day, Day(1949, 12, 31));
  EXPECT_EQ(reading.sex, Sex::kFemale);
  EXPECT_EQ(reading.region, "110105");
}

TEST(ReadIdentity, AcceptsSoundNumbersWhateverTheirRegion) {
  for (const char* number :
       {"440524188001010014", "370102198506150013", "371202197802280033", "370116200101010029"}) {
    EXPECT_TRUE(ReadIdentity(number).sound()) << number;
  }
}

TEST(ReadIdentity, FifteenDigitsLoseNothingInASpreadsheet) {
  EXPECT_EQ(ReadIdentity("3.70102850615001E+14").canonical,
            ReadIdentity("370102850615001").canonical);
  EXPECT_TRUE(ReadIdentity("3.70102850615001e14").sound());
}

TEST(ReadIdentity, NamesEveryFaultTheDecidingOneFirst) {
  const struct {
    const char* number;
    std::vector<Reason> faults;
  } cases[] = {
      {"", {Reason::IDENTITY_LENGTH}},
      {"6531011980031201", {Reason::IDENTITY_LENGTH}},
      {"3701021985061500131", {Reason::IDENTITY_LENGTH}},
      {"无", {Reason::IDENTITY_LENGTH, Reason::IDENTITY_CHARACTER}},
      {"3701O2198506150013", {Reason::IDENTITY_CHARACTER}},
      {"37010219850615001A", {Reason::IDENTITY_CHARACTER}},
      {"37010219850615001学", {Reason::IDENTITY_CHARACTER}},
      {"3701021985061X0013", {Reason::IDENTITY_CHARACTER}},
      {"37010219850230001A", {Reason::IDENTITY_CHARACTER, Reason::IDENTITY_BIRTH_DATE}},
      {"371202197802290039", {Reason::IDENTITY_BIRTH_DATE}},
      {"371202197802290030", {Reason::IDENTITY_BIRTH_DATE, Reason::IDENTITY_CHECK_DIGIT}},
      {"131102198610142653", {Reason::IDENTITY_CHECK_DIGIT}},
      {"37010285061500X", {Reason::IDENTITY_CHARACTER}},
      {"370102850230001", {Reason::IDENTITY_BIRTH_DATE}},
      {"CAN110081080311", {Reason::IDENTITY_CHECK_DIGIT}},
      {"CAN110081023010", {Reason::IDENTITY_BIRTH_DATE, Reason::IDENTITY_CHECK_DIGIT}},
      {"C1N110081080310", {Reason::IDENTITY_CHARACTER}},
      {"91112419810803002X", {Reason::IDENTITY_CHARACTER}},
      {"3.70284E+17", {Reason::IDENTITY_LOST_DIGITS}},
      {"3.7010285061500e14", {Reason::IDENTITY_LOST_DIGITS}},
      {"3.70102850615001e17", {Reason::IDENTITY_LOST_DIGITS}},
      {"4E+17", {Reason::IDENTITY_LOST_DIGITS}},
  };
  for (const auto& c : cases) EXPECT_EQ(ReadIdentity(c.number).faults, c.faults) << c.number;
}

TEST(ReadIdentity, RefusesABirthYearNoHolderCanHave) {
  const std::string digits = "37010217991231001";
  EXPECT_THAT(ReadIdentity(digits + *CitizenCheck(digits)).faults,
              ElementsAre(Reason::IDENTITY_BIRTH_DATE));
}

TEST(ReadIdentity, GivesLegacyNumbersTheirFormOfEighteenCharacters) {
  const std::pair<const char*, const char*> cases[] = {
      {"610104620927690", "610104196209276908"},
      {"370102850615001", "370102198506150013"},
      {"370102200615996", "370102182006159963"},
      {"370102200615995", "370102192006159954"},
  };
  for (const auto& [legacy, canonical] : cases) {
    const IdentityReading reading = ReadIdentity(legacy);
    ASSERT_TRUE(reading.sound()) << legacy;
    EXPECT_EQ(reading.kind, IdentityKind::kLegacyResident);
    EXPECT_EQ(reading.text, legacy);
    EXPECT_EQ(reading.canonical, canonical);
    EXPECT_TRUE(ReadIdentity(reading.canonical).sound());
  }
  EXPECT_EQ(ReadIdentity("370102200615996").birth_day, Day(1820, 6, 15));
  EXPECT_EQ(ReadIdentity("610104620927690").sex, Sex::kFemale);
}

TEST(ReadIdentity, KnowsResidencePermitsOfHongKongMacaoAndTaiwan) {
  for (const char* number : {"810000199408230021", "830000199201300022"}) {
    const IdentityReading reading = ReadIdentity(number);
    EXPECT_TRUE(reading.sound()) << number;
    EXPECT_EQ(reading.kind, IdentityKind::kResidencePermit);
  }
  const std::string macao = "82000019800101001";
  EXPECT_EQ(ReadIdentity(macao + *CitizenCheck(macao)).kind, IdentityKind::kResidencePermit);
}

TEST(ReadIdentity, KnowsBothCardsOfForeigners) {
  const IdentityReading old_card = ReadIdentity("CAN110081080310");
  ASSERT_TRUE(old_card.sound());
  EXPECT_EQ(old_card.kind, IdentityKind::kForeigner2017);
  EXPECT_EQ(old_card.canonical, "CAN110081080310");
  EXPECT_EQ(old_card.birth_day, std::nullopt);

  const IdentityReading woman = ReadIdentity("911124198108030024");
  ASSERT_TRUE(woman.sound());
  EXPECT_EQ(woman.kind, IdentityKind::kForeigner2023);
  EXPECT_EQ(woman.birth_day, Day(1981, 8, 3));
  EXPECT_EQ(woman.sex, Sex::kFemale);
  EXPECT_EQ(woman.region, "110000");

  const IdentityReading man = ReadIdentity("932682198501010017");
  ASSERT_TRUE(man.sound());
  EXPECT_EQ(man.sex, Sex::kMale);
}

TEST(NormaliseIdentity, UnitesTheSpellingsThatOccur) {
  for (const char* written :
       {"11010519491231002x", " 110105 19491231 002X ", "'11010519491231002X",
        "’11010519491231002X", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002Ⅹ",
        "11010519491231002ⅹ", "\t11010519491231002X\u200B", "''11010519491231002X",
        "110105\u00A01949\u30001231002X"}) {
    EXPECT_EQ(NormaliseIdentity(written), "11010519491231002X") << written;
    EXPECT_TRUE(ReadIdentity(written).sound()) << written;
  }
}

TEST(ReadIdentity, NoticesEveryWrongDigitAndEveryNeighboursExchange) {
  EXPECT_TRUE(rc::check([] {
    const std::string number = *SoundResidentNumber();
    RC_ASSERT(ReadIdentity(number).sound());
    for (std::size_t i = 0; i < number.size(); ++i) {
      for (const char c : std::string("0123456789X")) {
        std::string wrong = number;
        wrong[i] = c;
        if (wrong != number) RC_ASSERT(!ReadIdentity(wrong).sound());
      }
    }
    for (std::size_t i = 0; i + 1 < number.size(); ++i) {
      std::string wrong = number;
      std::swap(wrong[i], wrong[i + 1]);
      if (wrong != number) RC_ASSERT(!ReadIdentity(wrong).sound());
    }
  }));
}

TEST(ReadIdentity, FindsTheLegacyNumberOfEveryResidentOfTheTwentiethCentury) {
  EXPECT_TRUE(rc::check([] {
    const std::string number = *SoundResidentNumber();
    RC_PRE(number.substr(6, 2) == "19" && number.substr(14, 3) < "996");
    const IdentityReading legacy = ReadIdentity(number.substr(0, 6) + number.substr(8, 9));
    RC_ASSERT(legacy.sound());
    RC_ASSERT(legacy.canonical == number);
    RC_ASSERT(legacy.birth_day == ReadIdentity(number).birth_day);
    RC_ASSERT(legacy.sex == ReadIdentity(number).sex);
  }));
}

TEST(ReadIdentity, SurvivesAnyBytes) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    const IdentityReading reading = ReadIdentity(bytes);
    RC_ASSERT(reading.sound() == !reading.canonical.empty());
  }));
}

}  // namespace
}  // namespace xuefen::identity
