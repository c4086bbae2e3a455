#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/bench/goals.h"
#include "tests/bench/require.h"
#include "tests/bench/year_pass.h"

namespace xuefen::bench {
namespace {

// The law in force but that 6 hours a day count, and not 8. Examples of the law in force would
// fail, so there are none.
rules::RuleBook Draft() {
  std::vector<rules::RuleFile> files = Require(rules::ReadFiles({"deploy/rules"}, ".txtpb"));
  bool found = false;
  for (rules::RuleFile& file : files) {
    file.text.resize(std::min(file.text.size(), file.text.find("\nexample {")));
    if (!absl::StrContains(file.text, "\nid: \"shandong-2016\"")) continue;
    const std::size_t cap = file.text.find("id: \"cap.day\"");
    const std::size_t value = file.text.find("value: \"8\"", cap);
    Require(value != std::string::npos, "no ceiling of the day");
    file.text.replace(value, 10, "value: \"6\"");
    found = true;
  }
  Require(found, "no rule set to draft from");
  return Require(rules::RuleBook::Load(files));
}

}  // namespace

Finding MeasureDraft(const Scale& scale) {
  constexpr double kGoalSeconds = 10;
  const Year year(static_cast<std::size_t>(scale.draft_people), scale.draft_records, true);
  Finding finding{"F", "", "s", {}, ""};
  finding.what =
      absl::StrCat("law in force and draft over the same year, who changes / 10 s; ", SizeOf(year));
  const rules::RuleBook law = LawInForce();
  const rules::RuleBook draft = Draft();
  std::vector<rules::Population> parts(kThreads);
  InParts(year.people(), [&](std::size_t t, std::size_t first, std::size_t end) {
    parts[t].Reserve(end - first, year.records() / kThreads + year.people());
    YearColumns(year, parts[t]).AddAll(first, end);
  });
  std::array<std::size_t, kThreads> changed{};
  std::array<std::size_t, kThreads> slow{};
  for (int pair = 0; pair < scale.pairs; ++pair) {
    changed = slow = {};
    const double ours = InParts(year.people(), [&](std::size_t t, std::size_t first, std::size_t) {
      const rules::Batch now(law, AnnualCheck(), parts[t]);
      const rules::Batch then(draft, AnnualCheck(), parts[t]);
      const auto facts_of = [&](std::size_t person) { return year.FactsOf(first + person); };
      Determine(now, year, first, 0, parts[t].people(), [&](const rules::Answers& answers) {
        const std::size_t at = answers.first();
        const std::size_t end = at + answers.people();
        const rules::Answers other = then.Evaluate(at, end, facts_of);
        for (std::size_t i = at; i < end; ++i) {
          changed[t] += answers.VerdictOf(i) != other.VerdictOf(i) ? 1U : 0U;
        }
        slow[t] += answers.slow() + other.slow();
      });
    });
    finding.pairs.push_back({ours, kGoalSeconds});
  }
  finding.note =
      absl::StrCat("both: ", SpeedOf(FiguresOf(finding).ours, year), "; ", changed[0] + changed[1],
                   " verdicts change; ", slow[0] + slow[1], " people answered one by one");
  return finding;
}

}  // namespace xuefen::bench
