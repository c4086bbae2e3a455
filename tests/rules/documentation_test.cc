// The examples of docs/writing-rules.md do what the page says.

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/rules/facts_file.h"
#include "tests/rules/cases.h"

namespace xuefen::rules {
namespace {

// A file of its own that extends the example before it.
constexpr char kBelow[] = "txtpb below";

struct Block {
  std::string language;
  std::string text;
  int line = 0;
};

// The fenced blocks of the page.
std::vector<Block> Blocks() {
  std::vector<Block> blocks;
  bool inside = false;
  int number = 0;
  const std::string page = ReadRuleFile("docs/writing-rules.md").text;
  for (const absl::string_view line : absl::StrSplit(page, '\n')) {
    ++number;
    if (absl::StartsWith(line, "```")) {
      inside = !inside;
      if (inside) blocks.push_back({std::string(line.substr(3)), "", number});
    } else if (inside) {
      absl::StrAppend(&blocks.back().text, line, "\n");
    }
  }
  return blocks;
}

TEST(Documentation, EveryExampleHoldsAndEveryErrorReadsAsPrinted) {
  const std::vector<Block> blocks = Blocks();
  const std::string head = blocks.front().text;
  int run = 0;
  for (std::size_t i = 1; i < blocks.size(); ++i) {
    if (!absl::StartsWith(blocks[i].language, "txtpb") || blocks[i].language == kBelow) continue;
    std::vector<RuleFile> files{{"example-rules", head + blocks[i].text}};
    for (std::size_t below = i + 1; below < blocks.size() && blocks[below].language == kBelow;) {
      files.push_back({absl::StrCat("line ", blocks[below].line), blocks[below].text});
      ++below;
    }
    const auto book = RuleBook::Load(files);
    ++run;
    if (blocks[i].language == "txtpb") {
      EXPECT_TRUE(book.ok()) << "line " << blocks[i].line << ": " << book.status().message();
      EXPECT_TRUE(absl::StrContains(blocks[i].text, "example {")) << "line " << blocks[i].line;
    } else {
      EXPECT_EQ(absl::StrCat(book.status().message(), "\n"), blocks[i + 1].text);
    }
  }
  EXPECT_GT(run, 10);
}

TEST(Documentation, TheFactsFileOfThePageCanBeRead) {
  const std::vector<Block> blocks = Blocks();
  const auto book = RuleBook::Load({{"example-rules", blocks.front().text}});
  ASSERT_TRUE(book.ok()) << book.status().message();
  for (const Block& block : blocks) {
    if (block.language != "json") continue;
    const auto facts = ReadFacts(*book, {"facts.json", block.text});
    ASSERT_TRUE(facts.ok()) << facts.status().message();
    EXPECT_EQ(facts->records.size(), 1U);
    EXPECT_EQ(facts->questions.size(), 1U);
  }
}

}  // namespace
}  // namespace xuefen::rules
