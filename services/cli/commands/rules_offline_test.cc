#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/cli/commands/commands.h"
#include "services/cli/console/testing/captured_output.h"
#include "tests/support/temporary_directory.h"

namespace xuefen::cli {
namespace {

using ::testing::HasSubstr;

constexpr char kRules[] = XUEFEN_RULES;

constexpr char kFacts[] = R"({"name": "李静",
  "person": {"status": [{"name": "division.370000.370100"}]},
  "record": [{"id": "A", "tag": ["kind.training", "subject.professional"], "first": "2018-03-01",
              "quantity": {"hours": "12"}, "evidence": {"filed": "2018-01-05"}}],
  "ask": [{"on": "2018-12-31"}]})";

std::string Text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class RulesOffline : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(directory_ + "/draft");
    Write("facts.json", kFacts);
  }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(directory_ + "/" + name, std::ios::binary) << text;
  }

  Session SessionWith(CapturedOutput& captured) const {
    return {.output = captured.output(), .suite = {directory_, ""}};
  }

  EvaluateOptions Facts() const {
    EvaluateOptions options;
    options.rules = kRules;
    options.facts = directory_ + "/facts.json";
    return options;
  }

  const TemporaryDirectory temporary_;
  const std::string directory_ = temporary_.path();
};

TEST_F(RulesOffline, CheckingCountsRuleSetsAndExamples) {
  CapturedOutput captured(Language::kEnglish);
  Session session = SessionWith(captured);
  EXPECT_EQ(CheckRules(session, {{kRules}}), Exit::kDone);
  EXPECT_THAT(captured.answers(), HasSubstr("6 rule sets, "));
  EXPECT_THAT(captured.answers(), HasSubstr("examples, all hold"));
}

TEST_F(RulesOffline, EachOfSeveralIsCheckedByItself) {
  const std::string order = std::string(kRules) + "/order-25.txtpb";
  Write("draft/again.txtpb", Text(order));
  Write("broken.txtpb", absl::StrReplaceAll(Text(order), {{"2/3", "0.6667"}}));
  const std::vector<std::string> sound{order, directory_ + "/draft"};
  CapturedOutput captured(Language::kEnglish);
  Session session = SessionWith(captured);
  EXPECT_EQ(CheckRules(session, {sound, false}), Exit::kMisused);
  EXPECT_THAT(captured.notes(), HasSubstr("is also in"));
  EXPECT_EQ(CheckRules(session, {sound, true}), Exit::kDone);
  EXPECT_THAT(captured.answers(), HasSubstr("2 rule sets, "));
  EXPECT_EQ(CheckRules(session, {{directory_ + "/broken.txtpb", order}, true}), Exit::kMisused);
  EXPECT_THAT(captured.notes(), HasSubstr("0.6667"));
}

TEST_F(RulesOffline, WhatIsProbablyNotMeantIsToldBeside) {
  Write("draft/gap.txtpb",
        absl::StrReplaceAll(Text(std::string(kRules) + "/order-25.txtpb"),
                            {{"id: \"order-25\"", "id: \"gap\""}}) +
            R"(provision { id: "x" topic: "note" cite { instrument: "o25" article: "1" }
                 valid { from: "2016-01-01" to: "2016-12-31" } text { kind: "a" text: "b" } }
               provision { id: "x" topic: "note" cite { instrument: "o25" article: "1" }
                 valid { from: "2018-01-01" } text { kind: "a" text: "b" } })");
  CapturedOutput captured(Language::kEnglish);
  Session session = SessionWith(captured);
  EXPECT_EQ(CheckRules(session, {{directory_ + "/draft"}}), Exit::kDone) << captured.notes();
  EXPECT_THAT(captured.notes(),
              HasSubstr("\"x\" decides nothing from 2017-01-01 to 2017-12-31; wanted"));
}

TEST_F(RulesOffline, AWrongFactIsToldWithLineAndColumn) {
  Write("facts.json", absl::StrReplaceAll(kFacts, {{"\"12\"", "\"twelve\""},
                                                   {"2018-01-05", "2018-02-30"},
                                                   {"2018-12-31", "someday"}}));
  CapturedOutput captured(Language::kEnglish);
  Session session = SessionWith(captured);
  EXPECT_EQ(EvaluateFacts(session, Facts()), Exit::kMisused);
  EXPECT_THAT(captured.notes(), HasSubstr("facts.json:4:37: \"twelve\" is not a quantity"));
  EXPECT_THAT(captured.notes(), HasSubstr("facts.json:4:70: 2018-02-30 does not exist"));
  EXPECT_THAT(captured.notes(), HasSubstr("facts.json:5:18: \"someday\" is not a day"));
}

TEST_F(RulesOffline, ABrokenFileIsToldWithLineAndColumn) {
  Write("draft/order-25.txtpb",
        absl::StrReplaceAll(Text(std::string(kRules) + "/order-25.txtpb"), {{"2/3", "0.6667"}}));
  CapturedOutput captured(Language::kEnglish);
  Session session = SessionWith(captured);
  EXPECT_EQ(CheckRules(session, {{directory_ + "/draft"}}), Exit::kMisused);
  EXPECT_THAT(captured.notes(),
              HasSubstr("order-25.txtpb:52:37: ratio \"0.6667\" is a decimal; wanted: a fraction"));
}

TEST_F(RulesOffline, FactsAreEvaluatedAndExplained) {
  CapturedOutput json(Language::kEnglish, true);
  Session session = SessionWith(json);
  EXPECT_EQ(EvaluateFacts(session, Facts()), Exit::kDone);
  const auto answer = nlohmann::json::parse(json.answers());
  EXPECT_EQ(answer["verdict"], "NOT_MET");
  EXPECT_EQ(answer["record"][0]["credited"], "8");

  CapturedOutput words(Language::kEnglish);
  Session explaining = SessionWith(words);
  EvaluateOptions before = Facts();
  before.as_of = Day(2016, 3, 31);
  EXPECT_EQ(ExplainFacts(explaining, before), Exit::kDone);
  EXPECT_THAT(words.answers(), HasSubstr("no rule in force recognises it"));
}

TEST_F(RulesOffline, WhatIsStillToDoIsTold) {
  CapturedOutput captured(Language::kEnglish);
  Session session = SessionWith(captured);
  EvaluateOptions options = Facts();
  options.on = Day(2018, 12, 31);
  options.as_of = Day(2018, 6, 1);
  EXPECT_EQ(EvaluateFacts(session, options), Exit::kDone);
  EXPECT_THAT(captured.answers(),
              HasSubstr("still to do: kind.training, subject.professional 82 hours"));

  CapturedOutput late(Language::kEnglish);
  Session session_late = SessionWith(late);
  options.as_of = Day(2018, 12, 30);
  EXPECT_EQ(EvaluateFacts(session_late, options), Exit::kDone);
  EXPECT_THAT(late.answers(), HasSubstr("cannot be met in this window"));
  EXPECT_THAT(late.answers(), HasSubstr("54 at most, of 90"));
}

TEST_F(RulesOffline, ADraftIsComparedPersonByPerson) {
  for (const char* name : {"order-25.txtpb", "shandong-2016.txtpb"}) {
    const std::string text = Text(std::string(kRules) + "/" + name);
    Write(std::string("draft/") + name, text.substr(0, text.find("example {")));
  }
  DiffOptions options{kRules, directory_ + "/draft", directory_ + "/facts.json"};
  CapturedOutput same(Language::kEnglish);
  Session unchanged = SessionWith(same);
  EXPECT_EQ(DiffRules(unchanged, options), Exit::kDone);
  EXPECT_THAT(same.answers(), HasSubstr("1 questions, 0 with other answers"));

  const std::string policy = Text(directory_ + "/draft/shandong-2016.txtpb");
  Write("draft/shandong-2016.txtpb",
        absl::StrReplaceAll(policy, {{"at_most { value: \"8\" }", "at_most { value: \"6\" }"}}));
  CapturedOutput other(Language::kEnglish);
  Session changed = SessionWith(other);
  EXPECT_EQ(DiffRules(changed, options), Exit::kDone);
  EXPECT_THAT(other.answers(), HasSubstr("record A hour: 8 hour  -> 6 hour"));
  EXPECT_THAT(other.answers(),
              HasSubstr("because: no longer shandong-2016 2 cap.day; now shandong-2016 2 cap.day"));
  EXPECT_THAT(other.answers(), HasSubstr("1 questions, 1 with other answers"));
}

}  // namespace
}  // namespace xuefen::cli
