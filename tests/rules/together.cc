#include "tests/rules/together.h"

#include <gtest/gtest.h>

#include "libs/rules/evaluate.h"

namespace xuefen::rules {

std::size_t AskTogetherAndAlone(const RuleBook& book, const Question& question,
                                const std::vector<Batch::Facts>& people, const std::string& where) {
  Population population;
  for (const Batch::Facts& facts : people) population.Add(facts.person, facts.records);
  const Batch batch(book, question, population);
  const auto facts_of = [&](std::size_t person) { return people[person]; };
  const std::size_t middle = people.size() / 2;
  std::size_t fast = people.size();
  for (const auto& [first, end] : {std::pair(std::size_t{0}, middle), {middle, people.size()}}) {
    const Answers answers = batch.Evaluate(first, end, facts_of);
    fast -= answers.slow();
    for (std::size_t i = first; i < end; ++i) {
      const Determination alone = Evaluate(book, question, people[i].person, people[i].records);
      std::vector<Outcome> outcomes;
      for (const RequirementResult& result : alone.requirements) {
        outcomes.push_back({result.requirement, result.verdict, result.earned});
      }
      EXPECT_EQ(answers.VerdictOf(i), alone.verdict) << where << ", person " << i;
      EXPECT_EQ(answers.CreditedTo(i), alone.Credited()) << where << ", person " << i;
      EXPECT_EQ(answers.CreditedCentiTo(i), alone.Credited().CentiDown());
      EXPECT_TRUE(answers.OutcomesOf(i) == outcomes) << where << ", person " << i;
      if (testing::Test::HasFailure()) return fast;
    }
  }
  return fast;
}

}  // namespace xuefen::rules
