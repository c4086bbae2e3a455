// Feeds bytes to the reader of facts files and what it reads to the evaluator, under a set that
// uses windows of every kind, carrying, shortfalls and ceilings that cross.

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
      "\"s\" "
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
      Provision("make_up", "make_up { window: \"year\" requirement: \"total\" }");
  return *rules::RuleBook::Load({{"f", text}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const rules::RuleBook book = MakeBook();
  const auto facts =
      rules::ReadFacts(book, {"f", std::string(reinterpret_cast<const char*>(data), size)});
  if (!facts.ok()) return 0;
  for (const rules::Question& question : facts->questions) {
    const auto answer = rules::Evaluate(book, question, facts->person, facts->records);
    if (answer.receipt.empty()) std::abort();
  }
  return 0;
}
