// The engine against a second evaluator that shares no code with it.

#include <gtest/gtest.h>

#include <random>

#include "tests/rules/naive.h"

namespace xuefen::rules {
namespace {

constexpr int kCases = 20'000;

TEST(Agreement, TheEngineAnswersAsMaximumFlowDoes) {
  const RuleBook& book = BookWithCity();
  int cut = 0;
  for (int seed = 0; seed < kCases; ++seed) {
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    const Trial asked = DrawCase(
        [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); }, 9);
    const Determination answer = Evaluate(book, asked.question, asked.person, asked.records);
    const NaiveAnswer naive = AnswerNaively(asked);
    ASSERT_EQ(answer.Find("total")->earned, Ratio::Of(naive.total, 100)) << "seed " << seed;
    ASSERT_EQ(answer.Find("professional")->earned, Ratio::Of(naive.professional, 100))
        << "seed " << seed;
    for (const RecordResult& record : answer.records) {
      const auto found = naive.credited.find(record.id);
      const std::int64_t credited = found == naive.credited.end() ? 0 : found->second;
      ASSERT_EQ(record.credited, Ratio::Of(credited, 100)) << record.id << ", seed " << seed;
      if (record.credited != record.measured) ++cut;
    }
  }
  EXPECT_GT(cut, kCases / 2) << "the cases are too easy to show anything";
}

}  // namespace
}  // namespace xuefen::rules
