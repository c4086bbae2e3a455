#include "libs/rules/batch.h"

#include <algorithm>
#include <optional>

#include "libs/rules/batch_context.h"
#include "libs/rules/batch_kernel.h"
#include "libs/rules/batch_plan.h"
#include "libs/rules/evaluate.h"

namespace xuefen::rules {
namespace {

// With fewer people a plan costs more than it saves.
constexpr std::size_t kPeopleMin = 8;

}  // namespace

std::vector<Outcome> Answers::OutcomesOf(std::size_t person) const {
  const Plan* plan = plans_[person - first_];
  if (plan == nullptr) return slow_.at(person).outcomes;
  const std::int64_t* earned = &earned_[(person - first_) * width_];
  std::vector<Outcome> outcomes;
  for (const Plan::Asked& asked : plan->asked) {
    const RequirementResult& result = asked.without_records;
    Outcome& outcome =
        outcomes.emplace_back(Outcome{result.requirement, result.verdict, result.earned});
    if (!asked.owed) continue;
    outcome.earned = Ratio::Of(earned[asked.meter], plan->grid);
    if (outcome.earned >= result.threshold) outcome.verdict = Verdict::kMet;
  }
  return outcomes;
}

Ratio Answers::CreditedTo(std::size_t person) const {
  const Plan* plan = plans_[person - first_];
  if (plan == nullptr) return slow_.at(person).credited;
  return Ratio::Of(earned_[(person - first_) * width_], plan->grid);
}

std::int64_t Answers::CreditedCentiTo(std::size_t person) const {
  const Plan* plan = plans_[person - first_];
  if (plan == nullptr) return slow_.at(person).credited.CentiDown();
  return earned_[(person - first_) * width_] / (plan->grid / 100);
}

Batch::Batch(const RuleBook& rules, const Question& question, const Population& population)
    : rules_(rules), question_(question), population_(population) {
  auto plans = std::make_shared<std::vector<Plan>>();
  ContextClasses contexts = ClassesOf(*rules.book(), question, population);
  class_of_ = std::move(contexts.class_of);
  for (const Population::Context& context : contexts.classes) {
    if (context.people < kPeopleMin) {
      plans->emplace_back().obstacle = "few people of this context";
    } else {
      plans->push_back(CompilePlan(rules.book(), question, context, population.shapes()));
    }
    width_ = std::max(width_, plans->back().meters);
  }
  plans_ = std::move(plans);
}

const std::string& Batch::ObstacleOf(ContextCode context) const {
  return (*plans_)[class_of_[context]].obstacle;
}

void Batch::AnswerSlowly(std::size_t person, const Facts& facts, Answers& answers) const {
  const Determination answer = rules::Evaluate(rules_, question_, facts.person, facts.records);
  Answers::Slow& slow = answers.slow_[person];
  for (const RequirementResult& result : answer.requirements) {
    slow.outcomes.push_back({result.requirement, result.verdict, result.earned});
  }
  slow.credited = answer.Credited();
  answers.verdicts_[person - answers.first_] = answer.verdict;
}

Answers Batch::Evaluate(std::size_t first, std::size_t end, const FactsOf& facts_of) const {
  Answers answers;
  answers.first_ = first;
  answers.width_ = width_;
  answers.verdicts_.resize(end - first);
  answers.plans_.resize(end - first);
  answers.earned_.resize((end - first) * width_);
  answers.plans_alive_ = plans_;
  PoolScratch scratch;
  for (std::size_t person = first; person < end; ++person) {
    const ContextCode context = population_.context(person);
    const Plan* plan = context == Population::kIrregular ? nullptr : &(*plans_)[class_of_[context]];
    std::optional<Earned> earned;
    if (plan != nullptr && plan->obstacle.empty())
      earned = AddUp(*plan, population_, person, scratch);
    if (!earned) {
      AnswerSlowly(person, facts_of(person), answers);
      continue;
    }
    const std::size_t i = person - first;
    answers.plans_[i] = plan;
    answers.verdicts_[i] = JudgeEarned(*plan, *earned);
    std::copy_n(earned->begin(), width_, &answers.earned_[i * width_]);
  }
  return answers;
}

}  // namespace xuefen::rules
