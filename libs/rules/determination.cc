#include "libs/rules/determination.h"

#include <algorithm>

#include "libs/rules/names.h"

namespace xuefen::rules {

absl::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kMet: return "MET";
    case Verdict::kNotMet: return "NOT_MET";
    case Verdict::kWaived: return "WAIVED";
    case Verdict::kNotApplicable: return "NOT_APPLICABLE";
    case Verdict::kNoRuleInForce: return "NO_RULE_IN_FORCE";
  }
  return "";
}

absl::string_view StepName(Step step) {
  switch (step) {
    case Step::kGate: return "gate";
    case Step::kMeasure: return "measure";
    case Step::kItemCap: return "item_cap";
    case Step::kNoRepeat: return "no_repeat";
    case Step::kSpread: return "spread";
    case Step::kWindow: return "window";
    case Step::kCarry: return "carry";
    case Step::kMakeUp: return "make_up";
    case Step::kDayCap: return "day_cap";
    case Step::kKeyCap: return "key_cap";
    case Step::kWindowCap: return "window_cap";
  }
  return "";
}

const RequirementResult* Determination::Find(absl::string_view requirement) const {
  for (const RequirementResult& result : requirements) {
    if (result.requirement == requirement) return &result;
  }
  return nullptr;
}

Ratio Determination::Credited(const std::vector<std::string>& tags) const {
  Ratio sum;
  for (const Total& total : totals) {
    if (total.unit != unit) continue;
    const bool has_all = std::all_of(tags.begin(), tags.end(), [&](const std::string& tag) {
      return CoversAny(tag, total.tags);
    });
    if (has_all) sum = sum + total.credited;
  }
  return sum;
}

}  // namespace xuefen::rules
