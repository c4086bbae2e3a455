#include "libs/identity/credit_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <utility>

#include "libs/identity/check_digits.h"

namespace xuefen::identity {
namespace {

using ::testing::ElementsAre;

constexpr const char* kSound[] = {"91350100M000100Y43", "91440300708461136T", "91370100MA3QUXT040",
                                  "12370000004500002M", "523701005000000154"};

TEST(ReadCreditCode, AcceptsSoundCodes) {
  for (const char* code : kSound) EXPECT_TRUE(ReadCreditCode(code).sound()) << code;
}

TEST(ReadCreditCode, UnitesSpellings) {
  EXPECT_EQ(ReadCreditCode(" 91370100ma3quxt040\n").text, "91370100MA3QUXT040");
  EXPECT_TRUE(ReadCreditCode("９１３７０１００ＭＡ３ＱＵＸＴ０４０").sound());
}

TEST(ReadCreditCode, SaysWhichPartIsWrong) {
  EXPECT_THAT(ReadCreditCode("").faults, ElementsAre(CreditCodeFault::kLength));
  // A registration number of 15 digits from before 2015.
  EXPECT_THAT(ReadCreditCode("370100200012345").faults, ElementsAre(CreditCodeFault::kLength));
  EXPECT_THAT(ReadCreditCode("91370100MA3QUXS040").faults,
              ElementsAre(CreditCodeFault::kCharacter));
  EXPECT_THAT(ReadCreditCode("91370100MA3QUXT04学").faults,
              ElementsAre(CreditCodeFault::kCharacter));
  EXPECT_THAT(ReadCreditCode("9137A100MA3QUXT040").faults,
              ElementsAre(CreditCodeFault::kCharacter));
  EXPECT_THAT(ReadCreditCode("91370100MA3QUXT041").faults, ElementsAre(CreditCodeFault::kCheck));
  EXPECT_THAT(ReadCreditCode("91370100MA3QUXT140").faults,
              ElementsAre(CreditCodeFault::kOrganisationCheck, CreditCodeFault::kCheck));
  EXPECT_EQ(CreditCodeFaultName(CreditCodeFault::kOrganisationCheck), "organisation check");
}

TEST(ReadCreditCode, NamesTheInnerCheckAloneWhenTheLastCharacterAgrees) {
  const std::string digits = "91370100MA3QUXT14";
  EXPECT_THAT(ReadCreditCode(digits + *CreditCodeCheck(digits)).faults,
              ElementsAre(CreditCodeFault::kOrganisationCheck));
}

TEST(ReadCreditCode, NoticesEveryWrongCharacterAndEveryNeighboursExchange) {
  for (const std::string code : kSound) {
    for (std::size_t i = 0; i < code.size(); ++i) {
      for (const char c : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
        std::string wrong = code;
        wrong[i] = c;
        EXPECT_EQ(ReadCreditCode(wrong).sound(), wrong == code) << wrong;
      }
    }
    for (std::size_t i = 0; i + 1 < code.size(); ++i) {
      std::string wrong = code;
      std::swap(wrong[i], wrong[i + 1]);
      EXPECT_EQ(ReadCreditCode(wrong).sound(), wrong == code) << wrong;
    }
  }
}

TEST(ReadCreditCode, NoticesEveryWrongCharacterOfAnyCode) {
  EXPECT_TRUE(rc::check([] {
    const auto character = rc::gen::elementOf(std::string("0123456789ABCDEFGHJKLMNPQRTUWXY"));
    std::string code = "91" + std::to_string(*rc::gen::inRange(110000, 660000));
    code += *rc::gen::container<std::string>(8, character);
    code += *OrganisationCheck(code.substr(8));
    code += *CreditCodeCheck(code);
    RC_ASSERT(ReadCreditCode(code).sound());
    const auto place = *rc::gen::inRange<std::size_t>(0, code.size());
    const char wrong = *character;
    RC_PRE(wrong != code[place]);
    code[place] = wrong;
    RC_ASSERT(!ReadCreditCode(code).sound());
  }));
}

}  // namespace
}  // namespace xuefen::identity
