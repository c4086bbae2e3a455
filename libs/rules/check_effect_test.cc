#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/rules/rule_book.h"

namespace xuefen::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string Provision(const std::string& id, const std::string& valid, const std::string& body) {
  return absl::StrCat("provision { id: \"", id,
                      "\" topic: \"t\" cite { instrument: \"i\" article: \"1\" } valid { ", valid,
                      " } ", body, " }\n");
}

const std::string kSince2016 = "from: \"2016-01-01\"";
const std::string kUntil2015 = "from: \"2010-01-01\" to: \"2015-12-31\"";
constexpr char kRequired[] =
    "requirement { window: \"year\" unit: \"hour\" at_least { value: \"9\" } }";

// A window and two requirements, all since 2016.
std::string Law() {
  return absl::StrCat(
      "id: \"r\" version: \"1\" level: LEVEL_NATIONAL unit: \"hour\" quantity: \"hours\"\n"
      "instrument { id: \"i\" title: \"t\" } status: \"division\"\n",
      Provision("year", kSince2016, "window { months: 12 from: \"01-01\" }"),
      Provision("total", kSince2016, kRequired), Provision("other", kSince2016, kRequired));
}

std::vector<std::string> WarningsOf(const std::string& provisions) {
  const absl::StatusOr<RuleBook> book = RuleBook::Load({{"r", absl::StrCat(Law(), provisions)}});
  if (!book.ok()) return {std::string(book.status().message())};
  return book->warnings();
}

TEST(CheckEffect, WhateverNeedsWhatIsNotInForceIsToldOf) {
  const std::string bodies[] = {
      kRequired,
      "limit { unit: \"hour\" grain: GRAIN_WINDOW window: \"year\" at_most { value: \"1\" } }",
      "carry { window: \"year\" unit: \"hour\" }",
      "make_up { window: \"year\" requirement: \"total\" }",
      "separate { requirement: \"total\" requirement: \"other\" }",
      "adjust { requirement: \"total\" waive: true }",
  };
  for (const std::string& body : bodies) {
    EXPECT_THAT(WarningsOf(Provision("early", kSince2016, body)), ElementsAre()) << body;
    EXPECT_THAT(WarningsOf(Provision("early", kUntil2015, body)),
                testing::Contains(HasSubstr("\"early\" never has effect")))
        << body;
  }
}

TEST(CheckEffect, OfSeveralAlternativesNoneNeedBeInForce) {
  EXPECT_THAT(WarningsOf(Provision("early", kUntil2015,
                                   "adjust { requirement: \"total\" requirement: \"other\" waive: "
                                   "true }")),
              ElementsAre());
}

TEST(CheckEffect, AGapThatTheSetAboveFillsIsNone) {
  const std::string below =
      absl::StrCat("id: \"low\" version: \"1\" level: LEVEL_PROVINCE extends: \"r\" ",
                   "scope: \"division.1\" instrument { id: \"i\" title: \"t\" }\n");
  const auto warnings = [&](const std::string& above) {
    const std::string own =
        Provision("note", "from: \"2016-01-01\" to: \"2016-12-31\"",
                  "text { kind: \"a\" text: \"b\" }") +
        Provision("note", "from: \"2018-01-01\"", "text { kind: \"a\" text: \"b\" }");
    const std::string open = Provision("opening", "from: \"2010-01-01\"",
                                       "open { topic: \"t\" to: LEVEL_PROVINCE } text {}");
    const absl::StatusOr<RuleBook> book = RuleBook::Load(
        {{"r", absl::StrCat(Law(), open, above)}, {"low", absl::StrCat(below, own)}});
    return book.ok() ? book->warnings()
                     : std::vector<std::string>{std::string(book.status().message())};
  };
  EXPECT_THAT(warnings(""), ElementsAre(HasSubstr("\"note\" decides nothing from 2017-01-01")));
  EXPECT_THAT(warnings(Provision("note", kSince2016, "text { kind: \"a\" text: \"b\" }")),
              ElementsAre());
}

}  // namespace
}  // namespace xuefen::rules
