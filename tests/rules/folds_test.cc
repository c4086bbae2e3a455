// What moves from year to year, against an evaluator of its own that tries all there is.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "tests/rules/cases.h"

namespace xuefen::rules {
namespace {

constexpr int kRuleSets = 300;
constexpr int kPeople = 20;  // of each
constexpr int kFirstYear = 2015;
constexpr int kYears = 4;

struct YearlyRules {
  int total = 0;         // required of all hours
  int professional = 0;  // and of these
  int cap = 0;           // of classes in a year
  int within = 12;       // months in which a shortfall can be filled
  bool classes = false;  // only by classes
  bool applies = false;  // to who is registered
  std::string text;
};

YearlyRules DrawRules(const Draw& draw) {
  YearlyRules rules{3 + draw(8),  1 + draw(6),  2 + draw(8), 3 * (1 + draw(4)),
                    draw(3) == 0, draw(2) == 0, ""};
  const std::string applies =
      rules.applies ? "applies { status: \"s\" at: AT_WINDOW_SOME_DAY }" : "";
  rules.text = absl::StrCat(
      "id: \"r\" version: \"1\" level: LEVEL_NATIONAL unit: \"hour\" quantity: \"hours\"\n"
      "instrument { id: \"i\" title: \"t\" } status: \"s\"\n"
      "family { name: \"kind\" value: \"class\" value: \"online\" }\n"
      "family { name: \"subject\" value: \"g\" value: \"p\" }\n",
      ProvisionText("year", "window { months: 12 from: \"01-01\" }"),
      ProvisionText("value", "measure { unit: \"hour\" row { term { quantity: \"hours\" } } }"),
      ProvisionText("cap", absl::StrCat("limit { where { tag: \"kind.class\" } unit: \"hour\" "
                                        "grain: GRAIN_WINDOW window: \"year\" at_most { value: \"",
                                        rules.cap, "\" } }")),
      ProvisionText("total",
                    absl::StrCat("requirement { window: \"year\" ", applies,
                                 " unit: \"hour\" at_least { value: \"", rules.total, "\" } }")),
      ProvisionText("professional",
                    absl::StrCat("requirement { window: \"year\" ", applies,
                                 " unit: \"hour\" count { where { tag: \"subject.p\" } } at_least "
                                 "{ value: \"",
                                 rules.professional, "\" } }")),
      ProvisionText("make_up", absl::StrCat("make_up { window: \"year\" requirement: \"total\" ",
                                            rules.classes ? "where { tag: \"kind.class\" }" : "",
                                            " within_months: ", rules.within, " }")));
  return rules;
}

// Whole hours of one day.
struct Done {
  bool is_class = false;
  bool is_professional = false;
  int month = 1;
  int hours = 0;
  int gone = 0;  // to the year before
};

struct Year {
  std::vector<Done> done;  // in order of days
  int added = 0;           // by the year after
  int added_professional = 0;
};

struct Earned {
  int total = 0;
  int professional = 0;
};

class Years {
 public:
  Years(const YearlyRules& rules, std::vector<Year> years, int since)
      : rules_(rules), years_(std::move(years)) {
    int first = since;
    for (int y = kYears - 1; y >= 0; --y) {
      if (!years_[static_cast<std::size_t>(y)].done.empty()) first = std::min(first, y);
    }
    for (int y = first + 1; y < kYears; ++y) {
      if (!rules_.applies || since <= y - 1) Fill(y);
    }
  }

  // What counts in a year; what of it the year after added.
  Earned EarnedIn(int y) const {
    Earned earned = Own(y);
    earned.total += years_[static_cast<std::size_t>(y)].added;
    earned.professional += years_[static_cast<std::size_t>(y)].added_professional;
    return earned;
  }
  Earned AddedTo(int y) const {
    const Year& year = years_[static_cast<std::size_t>(y)];
    return {year.added, year.added_professional};
  }

 private:
  Earned Own(int y) const {
    int room = rules_.cap;
    Earned classes, online;
    for (const Done& done : years_[static_cast<std::size_t>(y)].done) {
      if (done.is_class) room -= done.gone;
      Earned& of = done.is_class ? classes : online;
      of.total += done.hours - done.gone;
      if (done.is_professional) of.professional += done.hours - done.gone;
    }
    return {online.total + std::min(classes.total, room),
            online.professional + std::min(classes.professional, room)};
  }

  // Tries every way to take hours of the year.
  void Fill(int y) {
    std::vector<Done>& done = years_[static_cast<std::size_t>(y)].done;
    const Earned before = Own(y - 1);
    const int missing = rules_.total - before.total;
    if (missing <= 0) return;
    std::vector<int> best;
    std::vector<int> best_key;
    std::vector<int> taken(done.size());
    const auto visit = [&](const auto& self, std::size_t i) -> void {
      if (i < done.size()) {
        const bool may = done[i].month <= rules_.within && (done[i].is_class || !rules_.classes);
        for (taken[i] = may ? done[i].hours : 0; taken[i] >= 0; --taken[i]) self(self, i + 1);
        taken[i] = 0;
        return;
      }
      int sum = 0, classes = 0, professional = 0;
      for (std::size_t n = 0; n < done.size(); ++n) {
        sum += taken[n];
        if (done[n].is_class) classes += taken[n];
        if (done[n].is_professional) professional += taken[n];
      }
      if (sum > missing || classes > rules_.cap) return;
      const int lacks = std::max(0, rules_.professional - before.professional);
      std::vector<int> key{sum, std::min(professional, lacks)};
      key.insert(key.end(), taken.begin(), taken.end());
      if (key <= best_key) return;
      best_key = key;
      best = taken;
    };
    visit(visit, 0);
    for (std::size_t n = 0; n < done.size(); ++n) {
      done[n].gone = best[n];
      years_[static_cast<std::size_t>(y) - 1].added += best[n];
      if (done[n].is_professional) {
        years_[static_cast<std::size_t>(y) - 1].added_professional += best[n];
      }
    }
  }

  const YearlyRules& rules_;
  std::vector<Year> years_;
};

TEST(Folds, ShortfallsAreFilledAsTryingEverythingSays) {
  int filled = 0;
  int before_the_first = 0;
  for (int seed = 0; seed < kRuleSets; ++seed) {
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    const Draw draw = [&](int below) {
      return static_cast<int>(random() % static_cast<unsigned>(below));
    };
    const YearlyRules rules = DrawRules(draw);
    const absl::StatusOr<RuleBook> book = RuleBook::Load({{"r", rules.text}});
    ASSERT_TRUE(book.ok()) << book.status().message() << rules.text;
    for (int n = 0; n < kPeople; ++n) {
      std::vector<Year> years(kYears);
      std::vector<Record> records;
      for (int y = 0; y < kYears; ++y) {
        std::map<int, Done> by_month;
        for (int i = draw(4); i > 0; --i) {
          const int month = 1 + draw(12);
          by_month[month] = {draw(2) == 0, draw(2) == 0, month, 1 + draw(6), 0};
        }
        for (const auto& [month, done] : by_month) {
          years[static_cast<std::size_t>(y)].done.push_back(done);
          Record& record = records.emplace_back();
          record.id = absl::StrCat("r", records.size());
          record.tags = {done.is_class ? "kind.class" : "kind.online",
                         done.is_professional ? "subject.p" : "subject.g"};
          record.first = record.last = Day(kFirstYear + y, month, 1 + draw(28));
          record.quantity_centi["hours"] = 100 * done.hours;
        }
      }
      const int since = rules.applies ? draw(kYears) : kYears;
      PersonContext person;
      person.statuses = {{"s", {Day(kFirstYear + since, 1 + draw(12), 1), std::nullopt}, {}}};
      const Years naive(rules, years, since);
      for (int y = 0; y < kYears; ++y) {
        const Day end(kFirstYear + y, 12, 31);
        const Determination answer = Evaluate(*book, {end, end}, person, records);
        if (rules.applies && y < since) continue;
        const Earned earned = naive.EarnedIn(y);
        const Earned added = naive.AddedTo(y);
        const std::string where = absl::StrCat("seed ", seed, ", person ", n, ", ", y, rules.text);
        ASSERT_EQ(answer.Find("total")->earned, Ratio::Of(earned.total)) << where;
        ASSERT_EQ(answer.Find("total")->made_up, Ratio::Of(added.total)) << where;
        ASSERT_EQ(answer.Find("professional")->earned, Ratio::Of(earned.professional)) << where;
        ASSERT_EQ(answer.Find("professional")->made_up, Ratio::Of(added.professional)) << where;
        filled += added.total > 0 ? 1 : 0;
        const bool none = std::all_of(years.begin(), years.begin() + y + 1,
                                      [](const Year& year) { return year.done.empty(); });
        before_the_first += none && added.total > 0 ? 1 : 0;
      }
    }
  }
  EXPECT_GT(filled, kRuleSets * kPeople / 4) << "the cases are too easy to show anything";
  EXPECT_GT(before_the_first, 20) << "nobody begins with a year of nothing";
}

}  // namespace
}  // namespace xuefen::rules
