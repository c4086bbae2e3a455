// Every rule-set file of the tree loads, and its examples hold.

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/rules/cases.h"

namespace xuefen::rules {
namespace {

TEST(Files, TheShippedRuleSetsLoad) {
  const absl::StatusOr<RuleBook> book = LoadDirectory(XUEFEN_SOURCE_DIR "/deploy/rules");
  ASSERT_TRUE(book.ok()) << book.status().message();
  const std::vector<RuleSetSummary> sets = book->RuleSets();
  ASSERT_EQ(sets.size(), 2U);
  EXPECT_EQ(sets[0].reference.id, "order-25");
  EXPECT_EQ(sets[1].reference.id, "shandong-2016");
  for (const RuleSetSummary& set : sets) EXPECT_GT(set.examples, 0) << set.reference.id;
}

TEST(Files, EachTestRuleSetLoadsBesideTheShippedOnes) {
  for (const auto& entry : std::filesystem::directory_iterator(XUEFEN_SOURCE_DIR "/tests/rules")) {
    if (entry.path().extension() != ".txtpb") continue;
    const std::string name = "tests/rules/" + entry.path().filename().string();
    const absl::StatusOr<RuleBook> book =
        RuleBook::Load({ReadRuleFile("deploy/rules/order-25.txtpb"),
                        ReadRuleFile("deploy/rules/shandong-2016.txtpb"), ReadRuleFile(name)});
    EXPECT_TRUE(book.ok()) << book.status().message();
  }
}

// An example that no provision can make fail shows nothing; a provision that no example needs is
// not shown by any.
TEST(Files, TakingAnyProvisionOfThePolicyAwayMakesAnExampleFail) {
  const RuleFile order = ReadRuleFile("deploy/rules/order-25.txtpb");
  const RuleFile policy = ReadRuleFile("deploy/rules/shandong-2016.txtpb");
  int removed = 0;
  for (std::size_t at = policy.text.find("\nprovision {"); at != std::string::npos;
       at = policy.text.find("\nprovision {", at + 1)) {
    const std::size_t end = policy.text.find("\n}\n", at);
    RuleFile without = policy;
    const std::string provision = policy.text.substr(at, end + 2 - at);
    without.text.erase(at, end + 2 - at);
    const bool decides = provision.find("text {") == std::string::npos &&
                         provision.find("topic: \"requirement\"") == std::string::npos;
    if (!decides) continue;  // the same minimum stands in Order 25
    ++removed;
    EXPECT_FALSE(RuleBook::Load({order, without}).ok()) << provision;
  }
  EXPECT_EQ(removed, 11);
}

}  // namespace
}  // namespace xuefen::rules
