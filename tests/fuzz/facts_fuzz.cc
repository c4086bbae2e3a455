// Feeds bytes to the reader of facts files and what it reads to the evaluator, under a set that
// uses windows of every kind, renewals too, carrying whole and in part, shortfalls, exemptions and
// ceilings that cross. Bytes that are no facts file are drawn upon for a person.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "libs/rules/evaluate.h"
#include "libs/rules/facts_file.h"

namespace {

namespace rules = xuefen::rules;

std::string Provision(const std::string& id, const std::string& body) {
  return "provision { id: \"" + id +
         "\" topic: \"t\" cite { instrument: \"i\" article: \"1\" } valid { from: \"2000-01-01\" "
         "} " +
         body + " }\n";
}

rules::RuleBook MakeBook() {
  const std::string ceiling =
      " unit: \"hour\" grain: GRAIN_WINDOW window: \"year\" at_most { value: ";
  const std::string text =
      "id: \"f\" version: \"1\" level: LEVEL_NATIONAL unit: \"hour\" quantity: \"hours\" status: "
      "\"s\" status: \"l\" "
      "event: \"e\" evidence: \"v\" attribute: \"k\" instrument { id: \"i\" title: \"t\" }\n"
      "family { name: \"kind\" value: \"a\" value: \"b\" }\n"
      "family { name: \"topic\" value: \"x\" value: \"y\" many: true }\n" +
      Provision("year", "window { months: 12 from: \"01-01\" crossing: CROSSING_BY_DAY }") +
      Provision("own", "window { months: 30 from: \"e\" crossing: CROSSING_LAST_DAY }") +
      Provision("value",
                "measure { unit: \"hour\" row { term { quantity: \"hours\" times: \"2/3\" } } }") +
      Provision("a", "limit { where { tag: \"kind.a\" }" + ceiling + "\"20\" } }") +
      Provision("x", "limit { where { tag: \"topic.x\" }" + ceiling + "\"12\" } }") +
      Provision(
          "day",
          "limit { where { tag: \"kind.b\" } unit: \"hour\" grain: GRAIN_DAY at_most { value: "
          "\"8\" } }") +
      Provision("total",
                "requirement { window: \"year\" unit: \"hour\" at_least { value: \"30\" } }") +
      Provision("pool",
                "requirement { window: \"own\" unit: \"hour\" at_least { value: \"60\" } }") +
      Provision("carry", "carry { window: \"year\" unit: \"hour\" windows: 2 }") +
      Provision("make_up", "make_up { window: \"year\" requirement: \"total\" }") +
      Provision("licence",
                "window { status: \"s\" renewed: true months: 12 crossing: CROSSING_BY_DAY }") +
      Provision("yearly",
                "requirement { window: \"licence\" unit: \"hour\" at_least { value: \"20\" } }") +
      Provision(
          "leave",
          "adjust { requirement: \"yearly\" when { num { longest_months_with: \"l\" at_least: "
          "6 } } waive: true }") +
      Provision("share", "carry { window: \"licence\" unit: \"hour\" times: \"1/2\" windows: 1 }") +
      Provision("late", "make_up { window: \"licence\" requirement: \"yearly\" }");
  return *rules::RuleBook::Load({{"f", text}});
}

// A person of six years: each five bytes are a status, an event or a record.
rules::FactsFile Drawn(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kEntriesMax = 16;
  const xuefen::Day begin(2014, 1, 1);
  rules::FactsFile facts;
  for (std::size_t i = 0; i + 5 < size && i < 5 * kEntriesMax; i += 5) {
    const xuefen::Day first = begin + (data[i + 1] * 8 + data[i + 2] % 8);
    const xuefen::Day last = first + data[i + 3] % 4;
    switch (data[i] % 8) {
      case 0: facts.person.statuses.push_back({"s", {first, std::nullopt}, {}}); continue;
      case 1:
        facts.person.statuses.push_back({"s", {first, first + data[i + 3] * 8}, {}});
        continue;
      case 2:
        facts.person.statuses.push_back({"l", {first, first + data[i + 3] * 2}, {}});
        continue;
      case 3: facts.person.events["e"] = first; continue;
    }
    rules::Record& record = facts.records.emplace_back();
    record.id = std::to_string(i);
    record.tags = {data[i] % 2 == 0 ? "kind.a" : "kind.b"};
    if (data[i] % 3 == 0) record.tags.push_back("topic.x");
    record.first = first;
    record.last = last;
    record.quantity_centi["hours"] = data[i + 4] * 50;
  }
  const xuefen::Day on = begin + (size > 0 ? data[size - 1] * 9 : 0);
  facts.questions.push_back({on, on});
  return facts;
}

void Ask(const rules::RuleBook& book, const rules::FactsFile& facts) {
  for (const rules::Question& question : facts.questions) {
    const auto answer = rules::Evaluate(book, question, facts.person, facts.records);
    if (answer.receipt.empty()) std::abort();
    if (rules::Evaluate(book, question, facts.person, facts.records).receipt != answer.receipt) {
      std::abort();
    }
    for (const rules::RecordResult& result : answer.records) {
      if (result.measured < result.credited) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const rules::RuleBook book = MakeBook();
  const auto facts =
      rules::ReadFacts(book, {"f", std::string(reinterpret_cast<const char*>(data), size)});
  Ask(book, facts.ok() ? *facts : Drawn(data, size));
  return 0;
}
