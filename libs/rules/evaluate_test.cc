#include "libs/rules/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/hours.h"

namespace xuefen::rules {
namespace {

using testing::ElementsAre;

// Thirds on purpose: amounts that hundredths cannot express.
constexpr char kThirds[] = R"(
id: "thirds" version: "7" level: LEVEL_NATIONAL unit: "hour" quantity: "hours"
instrument { id: "i" title: "t" number: "n" }
family { name: "kind" value: "lecture" value: "talk" }
provision { id: "year" topic: "time" cite { instrument: "i" article: "1" } valid { from: "2016-01-01" }
  window { months: 12 from: "07-01" crossing: CROSSING_LAST_DAY } }
provision { id: "value" topic: "recognition" cite { instrument: "i" article: "2" } valid { from: "2016-01-01" }
  measure { unit: "hour"
    row { when { tag: "kind.lecture" } term { quantity: "hours" times: "2/3" } }
    row { when { tag: "kind.talk" } term { quantity: "item" times: "1/3" } term { quantity: "hours" } at_most: "10/3" } } }
provision { id: "cap.item" topic: "recognition" cite { instrument: "i" article: "3" } valid { from: "2016-01-01" }
  limit { unit: "hour" grain: GRAIN_ITEM at_most { value: "5" } } }
provision { id: "some" topic: "requirement" cite { instrument: "i" article: "4" } valid { from: "2016-01-01" to: "2018-06-30" }
  requirement { window: "year" unit: "hour" at_least { value: "10" times: "2/3" } } }
provision { id: "some" topic: "requirement" cite { instrument: "i" article: "4" } valid { from: "2018-07-01" }
  repeal {} }
)";

Record Did(const char* id, const char* tag, Day day, std::int64_t centi) {
  Record record;
  record.id = id;
  record.tags = {tag};
  record.first = record.last = day;
  record.quantity_centi["hours"] = centi;
  return record;
}

Determination Ask(Day on, const std::vector<Record>& records) {
  const absl::StatusOr<RuleBook> book = RuleBook::Load({{"thirds", kThirds}});
  EXPECT_TRUE(book.ok()) << book.status().message();
  return Evaluate(*book, {on, on, ""}, {}, records);
}

TEST(Evaluate, ThirdsStayThirds) {
  const Determination answer =
      Ask(Day(2017, 9, 1), {Did("a", "kind.lecture", Day(2017, 8, 1), 100)});
  EXPECT_EQ(answer.grid, 300);
  EXPECT_EQ(answer.Credited(), Ratio::Of(2, 3));
  const RequirementResult& some = *answer.Find("some");
  EXPECT_EQ(some.threshold, Ratio::Of(20, 3));
  EXPECT_EQ(some.missing, Ratio::Of(6));
  EXPECT_EQ(answer.records[0].credited.CentiDown(), 66);
}

TEST(Evaluate, AThresholdOffTheGridIsReachedExactly) {
  // 20/3 from ten hours at two thirds: met with 10 hours, not with a hundredth less.
  const auto verdict = [](std::int64_t first, std::int64_t second) {
    return Ask(Day(2017, 9, 1), {Did("a", "kind.lecture", Day(2017, 8, 1), first),
                                 Did("b", "kind.lecture", Day(2017, 8, 2), second)})
        .Find("some")
        ->verdict;
  };
  EXPECT_EQ(verdict(500, 500), Verdict::kMet);
  EXPECT_EQ(verdict(500, 499), Verdict::kNotMet);
}

TEST(Evaluate, RowsAndItemsHaveCeilings) {
  const Determination answer = Ask(Day(2017, 9, 1), {Did("a", "kind.lecture", Day(2017, 8, 1), 900),
                                                     Did("b", "kind.talk", Day(2017, 8, 1), 900),
                                                     Did("c", "kind.talk", Day(2017, 8, 1), 100)});
  EXPECT_EQ(answer.records[0].credited, Ratio::Of(5));
  EXPECT_EQ(answer.records[1].credited, Ratio::Of(10, 3));
  EXPECT_EQ(answer.records[2].credited, Ratio::Of(4, 3));
  const std::vector<PathStep>& path = answer.records[0].path;
  ASSERT_EQ(path.size(), 2U);
  EXPECT_EQ(path[0].step, Step::kMeasure);
  EXPECT_EQ(path[0].amount, Ratio::Of(6));
  EXPECT_EQ(path[1].step, Step::kItemCap);
  EXPECT_EQ(path[1].cut, Ratio::Of(1));
  EXPECT_EQ(path[1].by->article, "3");
  EXPECT_EQ(path[1].by->instrument_number, "n");
  EXPECT_EQ(path[1].by->rule_set_version, "7");
}

TEST(Evaluate, AWindowMayBeginInJulyAndASpanCountsWhereItEnds) {
  Record span = Did("a", "kind.lecture", Day(2017, 6, 25), 300);
  span.last = Day(2017, 7, 2);
  const Determination before = Ask(Day(2017, 6, 30), {span});
  const Determination after = Ask(Day(2017, 7, 1), {span});
  EXPECT_EQ(before.window, (DayRange{Day(2016, 7, 1), Day(2017, 6, 30)}));
  EXPECT_EQ(before.Credited(), Ratio());
  EXPECT_EQ(after.Credited(), Ratio::Of(2));
}

TEST(Evaluate, ARepealIsAnAnswerAndMeetsNothing) {
  const Determination answer =
      Ask(Day(2019, 1, 1), {Did("a", "kind.lecture", Day(2018, 8, 1), 10000)});
  EXPECT_EQ(answer.Find("some")->verdict, Verdict::kNoRuleInForce);
  EXPECT_NE(answer.Find("some")->by, nullptr);
  EXPECT_EQ(answer.verdict, Verdict::kNoRuleInForce);
}

TEST(Evaluate, ARunningWindowIsOpen) {
  EXPECT_TRUE(Ask(Day(2017, 9, 1), {}).open);
  EXPECT_FALSE(Ask(Day(2017, 6, 30), {}).open);
}

TEST(Evaluate, WhatCannotBeReadHasAReasonAndCountsNothing) {
  Record reversed = Did("a", "kind.lecture", Day(2017, 8, 2), 100);
  reversed.last = Day(2017, 8, 1);
  Record two_kinds = Did("d", "kind.lecture", Day(2017, 8, 1), 100);
  two_kinds.tags.push_back("kind.talk");
  Record without = Did("e", "kind.lecture", Day(2017, 8, 1), 0);
  without.quantity_centi.clear();
  const Determination answer =
      Ask(Day(2017, 9, 1), {reversed, Did("b", "kind.song", Day(2017, 8, 1), 100),
                            Did("c", "mood.good", Day(2017, 8, 1), 100), two_kinds, without,
                            Did("f", "kind.lecture", Day(2017, 8, 1), std::int64_t{1} << 50)});
  std::vector<std::string> reasons;
  for (const RecordResult& record : answer.records) reasons.push_back(record.reason);
  EXPECT_THAT(reasons, ElementsAre(kDaysReversed, kTagNotDeclared, kTagNotDeclared, kTagAmbiguous,
                                   kQuantityMissing, kAmountTooLarge));
  EXPECT_EQ(answer.records[4].path.back().detail, "hours");
  EXPECT_EQ(answer.Credited(), Ratio());
}

TEST(Evaluate, TheReceiptChangesWithWhatItRestsOn) {
  const Record record = Did("a", "kind.lecture", Day(2017, 8, 1), 100);
  const Determination answer = Ask(Day(2017, 9, 1), {record});
  EXPECT_EQ(answer.receipt_digest, Ask(Day(2017, 9, 1), {record}).receipt_digest);
  Record corrected = record;
  corrected.version = 1;
  EXPECT_NE(answer.receipt_digest, Ask(Day(2017, 9, 1), {corrected}).receipt_digest);
  EXPECT_NE(answer.receipt_digest, Ask(Day(2017, 9, 2), {record}).receipt_digest);
  // A record of another year is no part of it.
  EXPECT_EQ(answer.receipt_digest,
            Ask(Day(2017, 9, 1), {record, Did("b", "kind.lecture", Day(2018, 8, 1), 100)})
                .receipt_digest);
}

TEST(Evaluate, TotalsAreByTags) {
  const Determination answer =
      Ask(Day(2017, 9, 1), {Did("a", "kind.lecture", Day(2017, 8, 1), 300),
                            Did("b", "kind.talk", Day(2017, 8, 1), 100),
                            Did("c", "kind.lecture", Day(2017, 8, 1), 300)});
  ASSERT_EQ(answer.totals.size(), 2U);
  EXPECT_THAT(answer.totals[0].tags, ElementsAre("kind.lecture"));
  EXPECT_EQ(answer.totals[0].records, 2);
  EXPECT_EQ(answer.Credited({"kind.lecture"}), Ratio::Of(4));
}

// Only talks ask when the person was licensed.
constexpr char kLicensed[] = R"(
id: "licensed" version: "1" level: LEVEL_NATIONAL unit: "hour" quantity: "hours" event: "licensed"
instrument { id: "i" title: "t" number: "n" }
family { name: "kind" value: "lecture" value: "talk" }
provision { id: "year" topic: "time" cite { instrument: "i" article: "1" } valid { from: "2016-01-01" }
  window { months: 12 from: "01-01" crossing: CROSSING_LAST_DAY } }
provision { id: "value" topic: "recognition" cite { instrument: "i" article: "2" } valid { from: "2016-01-01" }
  measure { unit: "hour"
    row { when { tag: "kind.lecture" } term { quantity: "hours" } }
    row { when { tag: "kind.talk" num { years_since: "licensed" at: AT_RECORD_DAYS at_least: 1 } } term { quantity: "hours" } } } }
provision { id: "some" topic: "requirement" cite { instrument: "i" article: "4" } valid { from: "2016-01-01" }
  requirement { window: "year" unit: "hour" at_least { value: "10" } } }
)";

TEST(Inquiry, TellsOfEachAnswerWhatItWouldHaveHadToKnow) {
  const absl::StatusOr<RuleBook> book = RuleBook::Load({{"licensed", kLicensed}});
  ASSERT_TRUE(book.ok()) << book.status().message();
  const Day day(2017, 8, 1);
  Inquiry inquiry(book->book(), {day, day, ""}, {});
  EXPECT_THAT(inquiry.Answer("a", {Did("a", "kind.talk", day, 100)}).unknown,
              ElementsAre("licensed"));
  EXPECT_THAT(inquiry.Answer("b", {Did("a", "kind.lecture", day, 100)}).unknown, ElementsAre());
}

}  // namespace
}  // namespace xuefen::rules
