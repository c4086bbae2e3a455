// What is still to be done, against evaluating people who have done it.

#include "libs/rules/remaining.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/rules/cases.h"

namespace xuefen::rules {
namespace {

// The days from the as-of day to the end of the year, with all evidence.
Record StudyOf(const Question& question, const std::vector<std::string>& tags, std::int64_t centi,
               std::size_t number) {
  Record record;
  record.id = absl::StrCat("study", number);
  record.tags = tags;
  record.first = question.as_of;
  record.last = question.on;
  record.quantity_centi["hours"] = centi;
  for (const char* name : {"filed", "employer_verified"}) record.evidence[name] = record.first;
  record.attributes["employer"] = "e1";
  return record;
}

bool IsMet(const Trial& asked, const std::vector<Remaining::Study>& study) {
  std::vector<Record> records = asked.records;
  for (const Remaining::Study& one : study) {
    records.push_back(StudyOf(asked.question, one.tags, one.hours_centi, records.size()));
  }
  return Evaluate(BookWithCity(), asked.question, asked.person, records).verdict == Verdict::kMet;
}

// A year of the policy, asked about when `days` of it are left.
Trial Drawn(int days) {
  Trial asked = DrawCase([](int below) { return *rc::gen::inRange(0, below); }, 9);
  asked.question.on = Day(2018, 12, 31);
  asked.question.as_of = asked.question.on - (days - 1);
  return asked;
}

RC_GTEST_PROP(Remaining, WhoDoesItMeetsTheYearAndWithALittleLessDoesNot, ()) {
  const Trial asked = Drawn(*rc::gen::inRange(20, 200));
  const Remaining remaining =
      FindRemaining(BookWithCity(), asked.question, asked.person, asked.records);
  RC_ASSERT(remaining.needed != IsMet(asked, {}));
  if (!remaining.needed) return;
  RC_ASSERT(remaining.found);
  RC_ASSERT(IsMet(asked, remaining.study));
  for (std::size_t i = 0; i < remaining.study.size(); ++i) {
    std::vector<Remaining::Study> less = remaining.study;
    less[i].hours_centi -= 1;
    RC_ASSERT(!IsMet(asked, less));
  }
}

// Nothing is found only where not even all that the days hold, and all of self-study, would do.
RC_GTEST_PROP(Remaining, WhereNothingIsFoundNothingWouldDo, ()) {
  const Trial asked = Drawn(*rc::gen::inRange(1, 15));
  const Remaining remaining =
      FindRemaining(BookWithCity(), asked.question, asked.person, asked.records);
  if (!remaining.needed) return;
  const bool possible = IsMet(asked, {{{"kind.training", "subject.professional"}, 100'000},
                                      {{"kind.self_study", "subject.professional"}, 100'000}});
  RC_ASSERT(remaining.found == possible);
  RC_ASSERT(remaining.unreachable.empty() || !possible);
}

TEST(Remaining, AYearWithoutRecordsWantsNinetyHours) {
  const Question question{Day(2018, 12, 31), Day(2018, 6, 1), "", ""};
  const PersonContext person{"", {{"division.370000.370100", {kFirstDay, std::nullopt}, {}}}, {}};
  const Remaining remaining = FindRemaining(ShippedBook(), question, person, {});
  ASSERT_EQ(remaining.study.size(), 1U);
  EXPECT_EQ(remaining.study[0].tags,
            (std::vector<std::string>{"kind.training", "subject.professional"}));
  EXPECT_EQ(remaining.study[0].hours_centi, 9000);
}

TEST(Remaining, InTheLastWeekOfAnEmptyYearItIsTooLate) {
  const Question question{Day(2018, 12, 31), Day(2018, 12, 25), "", ""};
  const PersonContext person{"", {{"division.370000.370100", {kFirstDay, std::nullopt}, {}}}, {}};
  const Remaining remaining = FindRemaining(ShippedBook(), question, person, {});
  EXPECT_TRUE(remaining.needed);
  EXPECT_FALSE(remaining.found);
  ASSERT_EQ(remaining.unreachable.size(), 1U);
  EXPECT_EQ(remaining.unreachable[0].requirement, "total");
  EXPECT_EQ(remaining.unreachable[0].most, Ratio::Of(7 * 8 + 30)) << "courses and achievements";
}

// Eight days of courses and three papers would do; how many papers there can be nobody knows.
TEST(Remaining, WhereOnlyAchievementsWouldDoNothingIsCalledUnreachable) {
  const Question question{Day(2018, 12, 31), Day(2018, 12, 24), "", ""};
  const PersonContext person{"", {{"division.370000.370100", {kFirstDay, std::nullopt}, {}}}, {}};
  const Remaining remaining = FindRemaining(ShippedBook(), question, person, {});
  EXPECT_TRUE(remaining.needed);
  EXPECT_FALSE(remaining.found);
  EXPECT_TRUE(remaining.unreachable.empty());
}

}  // namespace
}  // namespace xuefen::rules
