#include "libs/roster/completion_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xuefen::roster {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Completion Sound() {
  Completion completion;
  completion.external_id = "U201800001";
  completion.name = "王燕";
  completion.identity_number = "370284198706030390";
  completion.activity_code = "SD2018-PRO-022";
  completion.first_day = Day(2018, 7, 2);
  completion.last_day = Day(2018, 7, 3);
  completion.hours = Hours::FromCenti(1600);
  completion.assessment = Assessment::kPassed;
  return completion;
}

std::vector<Reason> ReasonsWith(void (*change)(Completion&)) {
  Completion completion = Sound();
  change(completion);
  return CheckCompletion(completion).reasons;
}

TEST(CheckCompletion, HasNothingAgainstASoundOne) {
  const CompletionCheck check = CheckCompletion(Sound());
  EXPECT_THAT(check.reasons, IsEmpty());
  EXPECT_EQ(check.identity.canonical, "370284198706030390");
}

TEST(CheckCompletion, NamesEachFault) {
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.external_id = ""; }),
              ElementsAre(Reason::EXTERNAL_ID_MISSING));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.name = ""; }), ElementsAre(Reason::NAME_MISSING));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.identity_number = "3702841987060303"; }),
              ElementsAre(Reason::IDENTITY_LENGTH));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.identity_number = "370284198706030391"; }),
              ElementsAre(Reason::IDENTITY_CHECK_DIGIT));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.identity_number = "3.70284E+17"; }),
              ElementsAre(Reason::IDENTITY_LOST_DIGITS));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.first_day.reset(); }),
              ElementsAre(Reason::DAYS_UNREADABLE));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.last_day = Day(2018, 7, 1); }),
              ElementsAre(Reason::DAYS_REVERSED));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.hours.reset(); }),
              ElementsAre(Reason::HOURS_MISSING));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.hours = Hours(); }),
              ElementsAre(Reason::HOURS_UNREADABLE));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.hours = Hours::FromCenti(-100); }),
              ElementsAre(Reason::HOURS_UNREADABLE));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.assessment = Assessment::kNotStated; }),
              ElementsAre(Reason::ASSESSMENT_NOT_PASSED));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.assessment = Assessment::kNotPassed; }),
              ElementsAre(Reason::ASSESSMENT_NOT_PASSED));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.activity_code = ""; }),
              ElementsAre(Reason::ACTIVITY_UNKNOWN));
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.kind = Kind::kSelfStudy; }),
              ElementsAre(Reason::KIND_NOT_SUPPORTED));
}

TEST(CheckCompletion, ListsAllInDecidingOrder) {
  EXPECT_THAT(CheckCompletion(Completion()).reasons,
              ElementsAre(Reason::EXTERNAL_ID_MISSING, Reason::NAME_MISSING,
                          Reason::IDENTITY_LENGTH, Reason::DAYS_UNREADABLE, Reason::HOURS_MISSING,
                          Reason::ASSESSMENT_NOT_PASSED, Reason::ACTIVITY_UNKNOWN));
}

TEST(CheckCompletion, TakesTheFaultsOfTheReaderIntoAccount) {
  const auto reasons = ReasonsWith([](Completion& c) {
    c.faults = {Reason::HOURS_UNREADABLE, Reason::IDENTITY_LOST_DIGITS, Reason::DAYS_UNREADABLE};
    c.hours.reset();
    c.first_day.reset();
    c.identity_number = "370284198706030000";
  });
  EXPECT_THAT(reasons, ElementsAre(Reason::IDENTITY_LOST_DIGITS, Reason::DAYS_UNREADABLE,
                                   Reason::HOURS_UNREADABLE));
}

TEST(CheckCompletion, RefusesTextsThatCannotBeKept) {
  const std::vector<Reason> invalid = {Reason::FIELD_INVALID};
  EXPECT_EQ(ReasonsWith([](Completion& c) { c.external_id = std::string(129, 'a'); }), invalid);
  EXPECT_EQ(ReasonsWith([](Completion& c) { c.external_id = std::string("a\0b", 3); }), invalid);
  EXPECT_EQ(ReasonsWith([](Completion& c) { c.name = std::string(257, 'a'); }), invalid);
  EXPECT_EQ(ReasonsWith([](Completion& c) { c.activity_code = "a\nb"; }), invalid);
  EXPECT_THAT(ReasonsWith([](Completion& c) { c.external_id = std::string(128, 'a'); }), IsEmpty());
}

TEST(Normalise, UnitesSpellings) {
  Completion completion;
  completion.external_id = " Ｕ１ ";
  completion.name = "王　燕";
  completion.identity_number = "'37011319760506270x";
  completion.activity_code = "SD2018-PRO-022\n";
  Normalise(completion);
  EXPECT_EQ(completion.external_id, "U1");
  EXPECT_EQ(completion.name, "王燕");
  EXPECT_EQ(completion.identity_number, "37011319760506270X");
  EXPECT_EQ(completion.activity_code, "SD2018-PRO-022");
}

}  // namespace
}  // namespace xuefen::roster
