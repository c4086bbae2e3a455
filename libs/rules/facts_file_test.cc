#include "libs/rules/facts_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"

namespace xuefen::rules {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

constexpr char kRules[] =
    R"(id: "r" version: "1" level: LEVEL_NATIONAL unit: "hour" quantity: "hours"
instrument { id: "i" title: "t" }
family { name: "kind" value: "a" }
provision { id: "year" topic: "t" cite { instrument: "i" article: "1" } valid { from: "2000-01-01" }
  window { months: 12 from: "01-01" } }
)";

std::vector<std::string> ErrorsOf(const std::string& json) {
  const absl::StatusOr<RuleBook> book = RuleBook::Load({{"r", kRules}});
  if (!book.ok()) return {std::string(book.status().message())};
  const absl::StatusOr<FactsFile> facts = ReadFacts(*book, {"f.json", json});
  if (facts.ok()) return {};
  return absl::StrSplit(std::string(facts.status().message()), '\n');
}

TEST(FactsFile, WhatIsSoundIsRead) {
  EXPECT_THAT(ErrorsOf(R"( {"name": "a \" b, }", "person": null, "record": [
      {"id": "A", "void": false, "tag": ["kind.a"], "first": "2018-01-01",
       "quantity": {"hours": "8"}}], "ask": [{"on": "2018-12-31", "asOf": "2018-06-30"}]} )"),
              ElementsAre());
}

TEST(FactsFile, WhatIsNoJsonIsToldWithItsPlace) {
  EXPECT_THAT(ErrorsOf(""), ElementsAre("f.json:1:1: the file ends here; wanted: a value"));
  EXPECT_THAT(ErrorsOf("{\"name\": \"n\",\n \"ask\": [{\"on\": \"2018-12-31\"}"),
              ElementsAre("f.json:2:30: the file ends here; wanted: , or ]"));
  EXPECT_THAT(ErrorsOf("{\"name\": \"n\",\n }"),
              ElementsAre("f.json:2:2: \"}\" stands here; wanted: the name of a field between "
                          "quotes"));
  EXPECT_THAT(ErrorsOf("{\"name\"：\"n\"}"),
              ElementsAre("f.json:1:8: \"：\" stands here; wanted: :"));
  EXPECT_THAT(ErrorsOf("{\"name\": “n”}"),
              ElementsAre("f.json:1:10: \"“\" stands here; wanted: a text between quotes such as "
                          "\"8\", { or ["));
  EXPECT_THAT(ErrorsOf("{\"name\": \"n\n\"}"),
              ElementsAre("f.json:1:12: the line ends here; wanted: \" at the end of the text"));
  EXPECT_THAT(ErrorsOf("{} {}"),
              ElementsAre("f.json:1:4: \"{\" stands here; wanted: nothing more"));
  EXPECT_THAT(ErrorsOf(std::string(200, '[')),
              ElementsAre("f.json:1:102: \"[\" stands here; wanted: fewer brackets inside each "
                          "other"));
}

TEST(FactsFile, AllFieldsThatDoNotFitAreToldWithTheirPlaces) {
  EXPECT_THAT(
      ErrorsOf("{\"nmae\": \"n\",\n"
               " \"record\": [{\"id\": 7, \"tag\": \"kind.a\", \"quantity\": {\"hours\": 8}}],\n"
               " \"person\": \"n\",\n"
               " \"ask\": [{\"on\": [\"2018-12-31\"]}, 3]}"),
      ElementsAre(
          "f.json:1:10: field \"nmae\" is unknown here; wanted: one of name, person, record, ask, "
          "beside",
          "f.json:2:20: \"id\" holds something else; wanted: a text between quotes",
          "f.json:2:30: \"tag\" holds something else; wanted: a list, [ ]",
          "f.json:2:62: \"hours\" holds something else; wanted: a text between quotes",
          "f.json:3:12: \"person\" holds something else; wanted: fields between { and }",
          "f.json:4:18: \"on\" holds something else; wanted: one value, not a list",
          "f.json:4:34: \"ask\" holds something else; wanted: fields between { and }"));
  EXPECT_THAT(ErrorsOf("[]"), ElementsAre(StartsWith("f.json:1:1: no fields stand here; wanted")));
  EXPECT_THAT(ErrorsOf("7"), ElementsAre(StartsWith("f.json:1:1: no fields stand here; wanted")));
}

TEST(FactsFile, WhatOnlyTheParserKnowsIsToldAsItSaysIt) {
  EXPECT_THAT(
      ErrorsOf("{\"record\": [{\"void\": \"maybe\"}]}"),
      ElementsAre(testing::AllOf(StartsWith("f.json:1:1: "), testing::HasSubstr("wanted"))));
}

TEST(FactsFile, EitherSpellingOfAFieldHasItsPlace) {
  EXPECT_THAT(ErrorsOf("{\"ask\": [{\"on\": \"2018-12-31\",\n\"as_of\": \"x\"}]}"),
              ElementsAre(StartsWith("f.json:2:10: \"x\" is not a day")));
  EXPECT_THAT(ErrorsOf("{\"name\": \"a\\\"b\", \"ask\": [{\"on\": \"2018-12-31\",\n\"asOf\": "
                       "\"x\"}]}"),
              ElementsAre(StartsWith("f.json:2:9: \"x\" is not a day")));
}

}  // namespace
}  // namespace xuefen::rules
