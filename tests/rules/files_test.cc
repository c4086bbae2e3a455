// Every rule-set file of the tree loads, its examples hold, and they need each of its provisions.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/rules/cases.h"

namespace xuefen::rules {
namespace {

class TestFile : public testing::TestWithParam<std::string> {};

TEST_P(TestFile, LoadsAndItsExamplesHold) {
  const absl::StatusOr<RuleBook> book = RuleBook::Load(BookOf(GetParam()));
  EXPECT_TRUE(book.ok()) << book.status().message();
}

// A provision that no example needs is not shown by any; a capability is what its provision adds.
TEST_P(TestFile, TakingAnyProvisionAwayMakesAnExampleFail) {
  std::vector<RuleFile> book = BookOf(GetParam());
  const std::string text = book.back().text;
  for (std::size_t at = text.find("\nprovision {"); at != std::string::npos;
       at = text.find("\nprovision {", at + 1)) {
    const std::size_t end = text.find("\n}\n", at);
    const std::string provision = text.substr(at, end + 2 - at);
    if (provision.find("text {") != std::string::npos) continue;
    book.back().text = text;
    book.back().text.erase(at, end + 2 - at);
    EXPECT_FALSE(RuleBook::Load(book).ok()) << GetParam() << provision;
  }
}

std::string NameOf(const testing::TestParamInfo<std::string>& info) {
  std::string name = std::filesystem::path(info.param).stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, TestFile, testing::ValuesIn(TestFiles()), NameOf);

TEST(Files, TheShippedRuleSetsLoad) {
  const absl::StatusOr<RuleBook> book = LoadDirectory(XUEFEN_SOURCE_DIR "/deploy/rules");
  ASSERT_TRUE(book.ok()) << book.status().message();
  for (const RuleSetSummary& set : book->RuleSets()) EXPECT_GT(set.examples, 0) << set.reference.id;
}

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
