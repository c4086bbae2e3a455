#include "libs/rules/batch_limits.h"

#include <algorithm>
#include <set>

namespace xuefen::rules {
namespace {

bool ReadsNumbers(const When& when) {
  const auto any = [](const std::vector<When>& tests) {
    return std::any_of(tests.begin(), tests.end(), ReadsNumbers);
  };
  return !when.nums.empty() || any(when.all) || any(when.any) || any(when.none);
}

// Whether the amount, or one inside it, is such.
bool AnyAmount(const Amount& amount, bool (*is)(const Amount&)) {
  const auto any = [is](const std::vector<Amount>& amounts) {
    return std::any_of(amounts.begin(), amounts.end(),
                       [is](const Amount& inner) { return AnyAmount(inner, is); });
  };
  return is(amount) || any(amount.greatest) || any(amount.least) || any(amount.sum) ||
         std::any_of(amount.cases.begin(), amount.cases.end(),
                     [is](const Case& option) { return AnyAmount(option.amount, is); });
}

bool ReadsEarned(const Amount& amount) {
  return AnyAmount(amount, [](const Amount& inner) { return !inner.earned.empty(); });
}

bool ReadsNumbers(const Amount& amount) {
  return AnyAmount(amount, [](const Amount& inner) {
    return inner.scale.has_value() ||
           std::any_of(inner.cases.begin(), inner.cases.end(),
                       [](const Case& option) { return ReadsNumbers(option.when); });
  });
}

constexpr char kNumbers[] = "a test of numbers";
constexpr char kEarned[] = "an amount that rests on what was earned";

std::string ObstacleIn(const Limit& limit, const Law& law) {
  if (limit.share_of_all) return "a share of everything";
  if (ReadsNumbers(limit.where)) return kNumbers;
  if (ReadsEarned(limit.at_most)) return kEarned;
  if (limit.grain == Grain::kItem && ReadsNumbers(limit.at_most)) return kNumbers;
  const auto kind = law.FindWindow(limit.window);
  const Day first = law.AskedDays().first;
  const auto window = kind ? law.At(*kind, first) : std::nullopt;
  if (window && window->days.first < first) return "a ceiling that earlier windows use up";
  return "";
}

std::string ObstacleIn(const Requirement& requirement) {
  if (requirement.windows_met) return "windows that are counted";
  if (ReadsEarned(requirement.at_least)) return kEarned;
  for (const Part& part : requirement.count) {
    if (part.at_most) return "a part with a ceiling";
    if (ReadsNumbers(part.where)) return kNumbers;
  }
  return "";
}

std::string ObstacleIn(const Provision& provision, const Law& law) {
  const Body& body = provision.body;
  const auto numbers = [](bool reads) { return reads ? std::string(kNumbers) : std::string(); };
  const auto in_rows = [](const std::vector<Row>& rows) {
    return std::any_of(rows.begin(), rows.end(), [](const Row& r) { return ReadsNumbers(r.when); });
  };
  if (const auto* gate = std::get_if<Gate>(&body)) {
    return numbers(ReadsNumbers(gate->where) || ReadsNumbers(gate->needs));
  }
  if (const auto* measure = std::get_if<Measure>(&body)) {
    return numbers(in_rows(measure->rows) || in_rows(measure->bonus));
  }
  if (const auto* once = std::get_if<Once>(&body)) return numbers(ReadsNumbers(once->where));
  if (const auto* limit = std::get_if<Limit>(&body)) return ObstacleIn(*limit, law);
  if (const auto* keep = std::get_if<Keep>(&body)) {
    if (keep->fixed) return "an order of cutting that the law fixes";
  }
  if (const auto* requirement = std::get_if<Requirement>(&body)) return ObstacleIn(*requirement);
  if (const auto* adjust = std::get_if<Adjust>(&body)) {
    if (adjust->to && ReadsEarned(*adjust->to)) return kEarned;
  }
  if (std::holds_alternative<Separate>(body)) return "requirements that share no hour";
  const bool folds = std::holds_alternative<Carry>(body) || std::holds_alternative<MakeUp>(body) ||
                     std::holds_alternative<Spread>(body);
  return folds ? "amounts that move between windows" : "";
}

bool EverReaches(const Law& law, const RuleSet& set) {
  const std::vector<Day>& days = law.resolver().changes();
  return std::any_of(days.begin(), days.end(),
                     [&](Day day) { return law.resolver().Reaches(set, day); });
}

std::string ObstacleIn(const Law& law, const RuleSet& set) {
  for (const auto& provision : set.provisions) {
    if (std::string obstacle = ObstacleIn(*provision, law); !obstacle.empty()) return obstacle;
  }
  const bool numbers =
      std::any_of(set.defaults.begin(), set.defaults.end(),
                  [](const FamilyDefault& fallback) { return ReadsNumbers(fallback.when); }) ||
      std::any_of(set.openings.begin(), set.openings.end(), [](const Opening& opening) {
        return std::any_of(opening.prefer.begin(), opening.prefer.end(),
                           [](const Prefer& prefer) { return ReadsNumbers(prefer.when); });
      });
  return numbers ? kNumbers : "";
}

}  // namespace

std::string ObstacleIn(const Law& law) {
  if (!law.asked()) return "no window";
  if (law.looks_beyond()) return "what was done in other windows matters";
  const WindowKind& kind = law.windows()[law.asked()->kind];
  if (kind.base != law.asked()->kind) return "a window that joins others";
  for (const WindowKind& window : law.windows()) {
    if (!window.window->shifts.empty()) return "windows that shift";
  }
  std::set<const RuleSet*> sets;
  for (const Slot& slot : law.slots()) {
    for (const Provision* version : slot.versions) sets.insert(version->set);
  }
  for (const RuleSet* set : sets) {
    if (!EverReaches(law, *set)) continue;
    if (std::string obstacle = ObstacleIn(law, *set); !obstacle.empty()) return obstacle;
  }
  return "";
}

}  // namespace xuefen::rules
