#include "libs/rules/judge.h"

#include <algorithm>

#include "libs/rules/predicate.h"

namespace xuefen::rules {
namespace {

class Judgement {
 public:
  Judgement(const Plan& plan, const Question& question, const PersonContext& person,
            const std::vector<Item>& items, const Settlement& settlement,
            const std::vector<std::int64_t>& kept)
      : plan_(plan),
        question_(question),
        person_(person),
        items_(items),
        settlement_(settlement),
        kept_(kept) {
    for (std::size_t i = 0; i < kept.size(); ++i) {
      cut_ = cut_ || kept[i] < settlement.parts()[i].amount;
    }
  }

  RequirementResult Of(const PlannedRequirement& planned) const;

 private:
  std::vector<bool> Counted(const Requirement& requirement) const;
  std::int64_t Earned(const Requirement& requirement) const;
  void Waive(RequirementResult& result) const;

  const Plan& plan_;
  const Question& question_;
  const PersonContext& person_;
  const std::vector<Item>& items_;
  const Settlement& settlement_;
  const std::vector<std::int64_t>& kept_;
  bool cut_ = false;  // whether a ceiling took anything
};

// Which items the requirement counts.
std::vector<bool> Judgement::Counted(const Requirement& requirement) const {
  std::vector<bool> counted(items_.size(), requirement.count.empty());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Ground ground{person_, question_.purpose, plan_.window, items_[i].record,
                        &items_[i].result.tags};
    for (const When& part : requirement.count) counted[i] = counted[i] || Holds(part, ground);
  }
  return counted;
}

std::int64_t Judgement::Earned(const Requirement& requirement) const {
  const std::vector<bool> counted = Counted(requirement);
  const bool kept_is_most =
      !cut_ || requirement.count.empty() ||
      (plan_.keep != nullptr && IsFirstPart(requirement.count, plan_.keep->first));
  if (!kept_is_most) {
    return settlement_.Best([&](const Part& part) { return counted[part.item]; });
  }
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    if (counted[settlement_.parts()[i].item]) sum += kept_[i];
  }
  return sum;
}

// The first recorded for this window, in an order that does not depend on how they were given.
void Judgement::Waive(RequirementResult& result) const {
  const Waiver* found = nullptr;
  for (const Waiver& waiver : person_.waivers) {
    if (waiver.requirement != result.requirement || !plan_.window->Contains(waiver.day)) continue;
    const auto key = [](const Waiver& w) { return std::tie(w.day, w.by, w.reason); };
    if (found == nullptr || key(waiver) < key(*found)) found = &waiver;
  }
  if (found == nullptr) return;
  result.verdict = Verdict::kWaived;
  result.waived_by = found->by;
  result.waived_reason = found->reason;
}

RequirementResult Judgement::Of(const PlannedRequirement& planned) const {
  RequirementResult result;
  result.requirement = planned.id;
  if (planned.by != nullptr) result.by = &planned.by->citation;
  if (planned.requirement == nullptr || !planned.threshold) return result;
  const Requirement& requirement = *planned.requirement;
  const Ground ground{person_, question_.purpose, plan_.window, nullptr, nullptr};
  if (!Holds(requirement.applies, ground)) {
    result.verdict = Verdict::kNotApplicable;
    return result;
  }
  const std::int64_t earned = Earned(requirement);
  result.generally = requirement.generally;
  result.earned = Ratio::Of(earned, plan_.grid);
  result.threshold = *planned.threshold;
  // A threshold need not be on the grid; earned is, so it is reached iff its ceiling is.
  const bool met = earned >= planned.threshold->Up(plan_.grid);
  result.verdict = met ? Verdict::kMet : Verdict::kNotMet;
  if (met) return result;
  result.missing = result.threshold - result.earned;
  if (requirement.generally) Waive(result);
  return result;
}

}  // namespace

std::vector<RequirementResult> Judge(const Plan& plan, const Question& question,
                                     const PersonContext& person, const std::vector<Item>& items,
                                     const Settlement& settlement,
                                     const std::vector<std::int64_t>& kept) {
  const Judgement judgement(plan, question, person, items, settlement, kept);
  std::vector<RequirementResult> results;
  for (const PlannedRequirement& planned : plan.requirements) {
    results.push_back(judgement.Of(planned));
  }
  return results;
}

Verdict Overall(const std::vector<RequirementResult>& requirements) {
  const auto any = [&](Verdict verdict) {
    return std::any_of(requirements.begin(), requirements.end(),
                       [&](const RequirementResult& result) { return result.verdict == verdict; });
  };
  for (const Verdict verdict :
       {Verdict::kNotMet, Verdict::kMet, Verdict::kWaived, Verdict::kNotApplicable}) {
    if (any(verdict)) return verdict;
  }
  return Verdict::kNoRuleInForce;
}

}  // namespace xuefen::rules
