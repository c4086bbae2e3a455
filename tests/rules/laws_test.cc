// Laws that hold for every person, whatever the records.

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "tests/rules/cases.h"

namespace xuefen::rules {
namespace {

// More than the hundred cases of each law that are the library's default.
[[maybe_unused]] const int kMoreCases = setenv("RC_PARAMS", "max_success=500", 0);

Draw Drawing() {
  return [](int below) { return *rc::gen::inRange(0, below); };
}

Determination Ask(const Trial& asked) {
  return Evaluate(BookWithCity(), asked.question, asked.person, asked.records);
}

Ratio Earned(const Determination& answer, const char* requirement) {
  return answer.Find(requirement)->earned;
}

bool IsMet(const RequirementResult& result) { return result.verdict == Verdict::kMet; }

RC_GTEST_PROP(Laws, TheOrderOfRecordsNeverMatters, ()) {
  Trial asked = DrawCase(Drawing(), 10);
  const Determination before = Ask(asked);
  for (std::size_t i = asked.records.size(); i > 1; --i) {
    std::swap(
        asked.records[i - 1],
        asked.records[static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(i)))]);
  }
  std::reverse(asked.person.statuses.begin(), asked.person.statuses.end());
  RC_ASSERT(Ask(asked).receipt == before.receipt);
}

RC_GTEST_PROP(Laws, OneMoreRecordNeverTakesAnythingAway, ()) {
  Trial asked = DrawCase(Drawing(), 10);
  // Near the minimum, where it matters.
  for (Record& record : asked.records) {
    for (auto& [name, centi] : record.quantity_centi) centi *= 3;
  }
  const Determination before = Ask(asked);
  const auto scene = static_cast<Scene>(*rc::gen::inRange(0, kScenes));
  asked.records.push_back(DrawRecord(Drawing(), scene, 50));
  const Determination after = Ask(asked);
  for (std::size_t i = 0; i < before.requirements.size(); ++i) {
    RC_ASSERT(after.requirements[i].earned >= before.requirements[i].earned);
    RC_ASSERT(!IsMet(before.requirements[i]) || IsMet(after.requirements[i]));
  }
  RC_ASSERT(before.verdict != Verdict::kMet || after.verdict == Verdict::kMet);
}

RC_GTEST_PROP(Laws, NothingIsCreditedThatWasNotDone, ()) {
  const Trial asked = DrawCase(Drawing(), 10);
  const Determination answer = Ask(asked);
  Ratio sum;
  for (const RecordResult& record : answer.records) {
    RC_ASSERT(record.credited <= record.measured);
    RC_ASSERT(record.credited >= Ratio());
    RC_ASSERT(record.reason.empty() || record.credited == Ratio());
    if (!record.path.empty() && record.credited != Ratio()) {
      RC_ASSERT(record.path.back().amount == record.credited);
    }
    sum = sum + record.credited;
  }
  RC_ASSERT(sum == answer.Credited());
  RC_ASSERT(sum == Earned(answer, "total"));
}

// Whether what is credited of training fits on days of `centi` each: no stretch of days is
// overfull.
bool FitsOnDays(const Trial& asked, const Determination& answer, std::int64_t centi) {
  const auto inside = [&](Day from, Day to) {
    Ratio sum;
    for (const RecordResult& result : answer.records) {
      const auto record = std::find_if(asked.records.begin(), asked.records.end(),
                                       [&](const Record& r) { return r.id == result.id; });
      if (std::count(result.tags.begin(), result.tags.end(), "kind.training") == 0) continue;
      if (from <= record->first && record->last <= to) sum = sum + result.credited;
    }
    return sum;
  };
  for (const Record& a : asked.records) {
    for (const Record& b : asked.records) {
      if (a.first <= b.last &&
          inside(a.first, b.last) > Ratio::Of(centi * (b.last - a.first + 1), 100)) {
        return false;
      }
    }
  }
  return true;
}

RC_GTEST_PROP(Laws, EveryCeilingHolds, ()) {
  const Trial asked = DrawCase(Drawing(), 12);
  const Determination answer = Ask(asked);
  RC_ASSERT(answer.Credited({"kind.self_study"}) <= Ratio::Of(40));
  RC_ASSERT(answer.Credited({"kind.achievement"}) <= Ratio::Of(30));
  RC_ASSERT(FitsOnDays(asked, answer, 800));
}

RC_GTEST_PROP(Laws, AVoidedRecordEqualsOneNeverSubmitted, ()) {
  Trial asked = DrawCase(Drawing(), 8);
  const Determination before = Ask(asked);
  Record voided = DrawRecord(Drawing(), Scene::kCityBegins, 60);
  voided.voided = true;
  asked.records.push_back(voided);
  if (asked.records.size() > 1) {  // and a correction: the higher version of an id counts
    Record older = asked.records.front();
    older.version -= 1;
    older.quantity_centi["hours"] = 1;
    asked.records.push_back(older);
  }
  RC_ASSERT(Ask(asked).receipt == before.receipt);
}

RC_GTEST_PROP(Laws, ADayByDayRecordEqualsItsDays, ()) {
  Trial asked = DrawCase(Drawing(), 8);
  const Determination before = Ask(asked);
  std::vector<Record> split;
  for (const Record& record : asked.records) {
    if (record.days.empty()) split.push_back(record);
    for (const DayPart& part : record.days) {
      Record one = record;
      one.id += FormatDay(part.day);
      one.days.clear();
      one.first = one.last = part.day;
      one.quantity_centi["hours"] = part.centi;
      for (auto& [name, day] : one.evidence) {
        day = day <= record.first ? part.day : part.day + 1;  // as early or late as it was
      }
      split.push_back(one);
    }
  }
  asked.records = split;
  const Determination after = Ask(asked);
  RC_ASSERT(Earned(after, "total") == Earned(before, "total"));
  RC_ASSERT(Earned(after, "professional") == Earned(before, "professional"));
}

RC_GTEST_PROP(Laws, AReceiptReplaysToTheSameBytes, ()) {
  const Trial asked = DrawCase(Drawing(), 10);
  const absl::StatusOr<RuleBook> again =
      RuleBook::Load({ReadRuleFile("tests/rules/city-demo.txtpb"),
                      ReadRuleFile("deploy/rules/shandong-2016.txtpb"),
                      ReadRuleFile("deploy/rules/order-25.txtpb")});
  const Determination answer = Ask(asked);
  const Determination replayed = Evaluate(*again, asked.question, asked.person, asked.records);
  RC_ASSERT(replayed.receipt == answer.receipt);
  RC_ASSERT(Sha256(answer.receipt) == answer.receipt_digest);
}

RC_GTEST_PROP(Laws, AnInquiryAnswersEachAsIfNobodyElseHadAsked, ()) {
  const Trial asked = DrawCase(Drawing(), 10);
  Inquiry inquiry(BookWithCity().book(), asked.question, asked.person);
  std::vector<Record> records = asked.records;
  for (; !records.empty(); records.pop_back()) {
    PersonContext person = asked.person;
    person.reference = "somebody else " + std::to_string(records.size());
    const Determination alone = Evaluate(BookWithCity(), asked.question, person, records);
    RC_ASSERT(inquiry.Answer(person.reference, records).receipt == alone.receipt);
  }
}

// The shipped law and the invented city, the policy in another version of the same words.
const RuleBook& BookWithDraft() {
  static const RuleBook book = [] {
    RuleFile draft = ReadRuleFile("deploy/rules/shandong-2016.txtpb");
    const std::size_t at = draft.text.find("version: \"");
    draft.text.insert(at + std::string("version: \"").size(), "draft-");
    return *RuleBook::Load({ReadRuleFile("tests/rules/city-demo.txtpb"), draft,
                            ReadRuleFile("deploy/rules/order-25.txtpb")});
  }();
  return book;
}

RC_GTEST_PROP(Laws, ADraftThatSaysTheSameChangesNothing, ()) {
  const Trial asked = DrawCase(Drawing(), 10);
  const Determination now = Ask(asked);
  const Determination then = Evaluate(BookWithDraft(), asked.question, asked.person, asked.records);
  RC_ASSERT(then.verdict == now.verdict);
  RC_ASSERT(then.requirements.size() == now.requirements.size());
  for (std::size_t i = 0; i < now.requirements.size(); ++i) {
    RC_ASSERT(then.requirements[i].verdict == now.requirements[i].verdict);
    RC_ASSERT(then.requirements[i].earned == now.requirements[i].earned);
  }
  RC_ASSERT(then.records.size() == now.records.size());
  for (std::size_t i = 0; i < now.records.size(); ++i) {
    RC_ASSERT(then.records[i].credited == now.records[i].credited);
  }
}

RC_GTEST_PROP(Laws, AYearWithoutRulesIsNeverMet, ()) {
  Trial asked = DrawCase(Drawing(), 10);
  const int year = *rc::gen::inRange(1990, 2015);
  asked.question = {Day(year, 7, 1), Day(2030, 1, 1), ""};
  for (Record& record : asked.records) {
    record.first = Day(year, 3, 1);
    record.last = Day(year, 3, 9);
    record.days.clear();
    record.quantity_centi["hours"] = 20000;
  }
  const Determination answer = Ask(asked);
  RC_ASSERT(answer.verdict == Verdict::kNoRuleInForce);
  RC_ASSERT(answer.Credited() == Ratio());
}

RC_GTEST_PROP(Laws, AWholeYearLaterTheSameIsWorthTheSame, ()) {
  Trial asked = DrawCase(Drawing(), 10);
  asked.person.statuses = {{"division.370000.370100", {kFirstDay, std::nullopt}, {}},
                           {"archive", {kFirstDay, std::nullopt}, {{"employer", "e1"}}}};
  const auto moved_to = [&](int year) {
    Trial moved = asked;
    moved.question = {Day(year, 12, 31), Day(year, 12, 31), ""};
    const std::int64_t shift = Day(year, 6, 1) - Day(2018, 6, 1);
    moved.records.clear();
    for (Record record : asked.records) {
      const std::int64_t days = Day(2018, 6, 1) - Day(record.first.year(), record.first.month(), 1);
      const std::int64_t by = days + shift;
      record.first += by;
      record.last += by;
      for (DayPart& part : record.days) part.day += by;
      for (auto& [name, day] : record.evidence) day += by;
      moved.records.push_back(record);
    }
    return Ask(moved);
  };
  RC_ASSERT(Earned(moved_to(2017), "total") == Earned(moved_to(2019), "total"));
  RC_ASSERT(Earned(moved_to(2017), "professional") == Earned(moved_to(2019), "professional"));
}

RC_GTEST_PROP(Laws, ASetMadeForOthersChangesNothing, ()) {
  Trial asked = DrawCase(Drawing(), 10);
  asked.person.statuses = {{"division.370000.370100", {kFirstDay, std::nullopt}, {}},
                           {"archive", {kFirstDay, std::nullopt}, {{"employer", "e1"}}}};
  const Determination without =
      Evaluate(ShippedBook(), asked.question, asked.person, asked.records);
  RC_ASSERT(Ask(asked).receipt == without.receipt);
}

}  // namespace
}  // namespace xuefen::rules
