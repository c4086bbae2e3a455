#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "libs/rules/determination.h"
#include "libs/rules/population.h"
#include "libs/rules/rule_book.h"

namespace xuefen::rules {

struct Plan;

// What is owed, as in RequirementResult.
struct Outcome {
  std::string requirement;
  Verdict verdict = Verdict::kNoRuleInForce;
  Ratio earned;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// The answers for people one after the other.
class Answers {
 public:
  std::size_t first() const { return first_; }
  std::size_t people() const { return verdicts_.size(); }
  Verdict VerdictOf(std::size_t person) const { return verdicts_[person - first_]; }
  // In order of their ids, as Determination has them.
  std::vector<Outcome> OutcomesOf(std::size_t person) const;
  // As Determination::Credited().
  Ratio CreditedTo(std::size_t person) const;
  // In hundredths, rounded down.
  std::int64_t CreditedCentiTo(std::size_t person) const;

  // How many were answered record by record.
  std::size_t slow() const { return slow_.size(); }

 private:
  friend class Batch;
  struct Slow {
    std::vector<Outcome> outcomes;
    Ratio credited;
  };

  std::size_t first_ = 0;
  std::vector<Verdict> verdicts_;
  std::vector<const Plan*> plans_;    // null for those who are in slow_
  std::size_t width_ = 1;             // of earned_
  std::vector<std::int64_t> earned_;  // by person and meter, in units of the plan's grid
  std::map<std::size_t, Slow> slow_;  // by person
  std::shared_ptr<const void> plans_alive_;
};

// Answers one question for a whole population: for each person verdict, requirements and credited
// hours that Evaluate gives (docs/rules.md, "Populations"). What the law makes of records is found
// out once for each context that the question tells apart, by asking the functions that Evaluate is
// made of; then a person costs one pass over the columns. Whoever cannot be answered so is answered
// by Evaluate.
class Batch {
 public:
  // The person's facts as they were added to the population, for those whom columns do not answer.
  struct Facts {
    PersonContext person;
    std::vector<Record> records;
  };
  using FactsOf = std::function<Facts(std::size_t person)>;

  // The population outlives it and does not grow.
  Batch(const RuleBook& rules, const Question& question, const Population& population);

  // Answers for people from `first` to before `end`. Several threads may ask at once.
  Answers Evaluate(std::size_t first, std::size_t end, const FactsOf& facts_of) const;

  // Why people of a context are all answered record by record; empty where they are not.
  const std::string& ObstacleOf(ContextCode context) const;

 private:
  void AnswerSlowly(std::size_t person, const Facts& facts, Answers& answers) const;

  RuleBook rules_;
  Question question_;
  const Population& population_;
  std::vector<std::size_t> class_of_;               // by context
  std::shared_ptr<const std::vector<Plan>> plans_;  // by class
  std::size_t width_ = 1;
};

}  // namespace xuefen::rules
