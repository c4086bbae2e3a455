// Random rule sets and random people: loader, evaluator and solver against a brute-force reading of
// the same numbers. Ceilings cross, days are shared, shares of everything are taken.

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "tests/rules/cases.h"
#include "tests/rules/together.h"
#include "tests/rules/vertices.h"

namespace xuefen::rules {
namespace {

constexpr int kRuleSets = 400;
constexpr int kPeople = 50;  // of each

const char* const kTags[] = {"kind.a", "kind.b", "subject.g", "subject.p", "topic.x", "topic.y"};
const char* const kFactors[] = {"1", "1/2", "2/3", "3"};
const Fraction kFactorValues[] = {{1, 1}, {1, 2}, {2, 3}, {3, 1}};

struct RandomLimit {
  std::string tag;
  bool half = false;  // of a half-year; otherwise of the year
  bool share = false;
  int at_most = 0;
};

struct RandomRules {
  int factor_a = 0;  // of kind.a
  std::vector<RandomLimit> limits;
  std::string day_tag;  // 3 a day of these; empty: no such ceiling
  std::string counted;  // by the second requirement
  std::string text;
};

RandomRules DrawRules(const Draw& draw) {
  RandomRules rules;
  rules.factor_a = draw(4);
  rules.text =
      "id: \"r\" version: \"1\" level: LEVEL_NATIONAL unit: \"hour\" quantity: \"hours\"\n"
      "instrument { id: \"i\" title: \"t\" }\n"
      "family { name: \"kind\" value: \"a\" value: \"b\" }\n"
      "family { name: \"subject\" value: \"g\" value: \"p\" }\n"
      "family { name: \"topic\" value: \"x\" value: \"y\" many: true }\n";
  rules.text += ProvisionText("year", "window { months: 12 from: \"01-01\" }");
  rules.text += ProvisionText("half", "window { months: 6 from: \"01-01\" anchor_year: 2000 }");
  rules.text += ProvisionText(
      "value",
      absl::StrCat("measure { unit: \"hour\" row { when { tag: \"kind.a\" } term { "
                   "quantity: \"hours\" times: \"",
                   kFactors[rules.factor_a], "\" } } row { term { quantity: \"hours\" } } }"));
  for (int i = draw(4); i > 0; --i) {
    RandomLimit limit{kTags[draw(6)], draw(2) == 0, draw(6) == 0, draw(7)};
    const std::string bound = limit.share
                                  ? std::string("share_of_all: \"1/3\"")
                                  : absl::StrCat("at_most { value: \"", limit.at_most, "\" }");
    rules.text += ProvisionText(absl::StrCat("cap", i),
                                absl::StrCat("limit { where { tag: \"", limit.tag,
                                             "\" } unit: \"hour\" grain: GRAIN_WINDOW window: \"",
                                             limit.half ? "half" : "year", "\" ", bound, " }"));
    rules.limits.push_back(limit);
  }
  if (draw(2) == 0) {
    rules.day_tag = kTags[draw(6)];
    rules.text +=
        ProvisionText("day", absl::StrCat("limit { where { tag: \"", rules.day_tag,
                                          "\" } unit: \"hour\" grain: GRAIN_DAY at_most { "
                                          "value: \"3\" } }"));
  }
  rules.counted = kTags[draw(6)];
  rules.text += ProvisionText(
      "total", "requirement { window: \"year\" unit: \"hour\" at_least { value: \"5\" } }");
  rules.text +=
      ProvisionText("some", absl::StrCat("requirement { window: \"year\" unit: \"hour\" "
                                         "count { where { tag: \"",
                                         rules.counted, "\" } } at_least { value: \"2\" } }"));
  if (draw(2) == 0) {
    rules.text +=
        ProvisionText("first", absl::StrCat("keep { first { tag: \"", kTags[draw(6)], "\" } }"));
  }
  return rules;
}

Record DrawRecord(const Draw& draw, int number) {
  Record record;
  record.id = absl::StrCat("r", number);
  record.tags = {draw(2) == 0 ? "kind.a" : "kind.b", draw(2) == 0 ? "subject.g" : "subject.p"};
  for (const char* topic : {"topic.x", "topic.y"}) {
    if (draw(2) == 0) record.tags.push_back(topic);
  }
  record.first = Day(2018, draw(3) == 0 ? 8 : 3, 1) + draw(3);
  record.last = record.first + draw(2);
  record.quantity_centi["hours"] = 100 * (1 + draw(6));
  return record;
}

bool Has(const Record& record, const std::string& tag) {
  return std::find(record.tags.begin(), record.tags.end(), tag) != record.tags.end();
}

Fraction AmountOf(const RandomRules& rules, const Record& record) {
  const Fraction hours{record.quantity_centi.at("hours") / 100, 1};
  return Has(record, "kind.a") ? hours * kFactorValues[rules.factor_a] : hours;
}

// What the rule set says, read by hand.
std::vector<Halfspace> PolytopeOf(const RandomRules& rules, const std::vector<Record>& records) {
  std::vector<Halfspace> polytope;
  const auto add = [&](const auto& multiple, Fraction at_most) {
    Halfspace& half = polytope.emplace_back();
    for (std::size_t i = 0; i < records.size(); ++i) half.multiples.push_back(multiple(i));
    half.at_most = at_most;
  };
  const Fraction one{1, 1};
  for (std::size_t r = 0; r < records.size(); ++r) {
    add([&](std::size_t i) { return i == r ? one : Fraction(); }, AmountOf(rules, records[r]));
    add([&](std::size_t i) { return i == r ? Fraction{-1, 1} : Fraction(); }, {});
  }
  for (const RandomLimit& limit : rules.limits) {
    for (const bool second : {false, true}) {
      if (second && !limit.half) continue;
      const auto inside = [&](std::size_t i) {
        return !limit.half || (records[i].first.month() > 6) == second;
      };
      add(
          [&](std::size_t i) {
            if (!inside(i)) return Fraction();
            const Fraction own = Has(records[i], limit.tag) ? one : Fraction();
            return limit.share ? own - Fraction{1, 3} : own;
          },
          limit.share ? Fraction() : Fraction{limit.at_most, 1});
    }
  }
  // Hall's condition: what lies inside a stretch of days is at most what they hold.
  for (const Record& a : records) {
    for (const Record& b : records) {
      if (rules.day_tag.empty() || b.last < a.first) continue;
      add(
          [&](std::size_t i) {
            const bool inside = Has(records[i], rules.day_tag) && a.first <= records[i].first &&
                                records[i].last <= b.last;
            return inside ? one : Fraction();
          },
          {3 * (b.last - a.first + 1), 1});
    }
  }
  return polytope;
}

TEST(RandomRules, TheEngineAnswersAsTheCornersOfThePolytopeDo) {
  int cut = 0;
  std::size_t fast = 0;
  for (int seed = 0; seed < kRuleSets; ++seed) {
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    const Draw draw = [&](int below) {
      return static_cast<int>(random() % static_cast<unsigned>(below));
    };
    const RandomRules rules = DrawRules(draw);
    const absl::StatusOr<RuleBook> book = RuleBook::Load({{"r", rules.text}});
    ASSERT_TRUE(book.ok()) << book.status().message() << rules.text;
    const Day end(2018, 12, 31);
    std::vector<Batch::Facts> people;
    for (int person = 0; person < kPeople; ++person) {
      std::vector<Record> records;
      for (int i = 1 + draw(4); i > 0; --i) records.push_back(DrawRecord(draw, i));
      std::vector<std::vector<Fraction>> objectives(2);
      Fraction all;
      for (const Record& record : records) {
        objectives[0].push_back({1, 1});
        objectives[1].push_back({Has(record, rules.counted) ? 1 : 0, 1});
        all = all + AmountOf(rules, record);
      }
      const std::vector<Fraction> best = LargestAtCorners(PolytopeOf(rules, records), objectives);
      const Determination answer = Evaluate(*book, {end, end}, {}, records);
      const auto ratio = [](Fraction f) { return Ratio::Of(f.numerator, f.denominator); };
      ASSERT_EQ(answer.Find("total")->earned, ratio(best[0])) << "seed " << seed << rules.text;
      ASSERT_EQ(answer.Find("some")->earned, ratio(best[1])) << "seed " << seed << rules.text;
      if (best[0] < all) ++cut;
      people.push_back({{}, records});
    }
    fast += AskTogetherAndAlone(*book, {end, end}, people, rules.text);
    if (HasFailure()) return;
  }
  EXPECT_GT(cut, kRuleSets * kPeople / 3) << "the cases are too easy to show anything";
  EXPECT_GT(fast, kRuleSets * kPeople / 10) << "the columns are hardly tested";
}

}  // namespace
}  // namespace xuefen::rules
