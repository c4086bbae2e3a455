#include "libs/rules/rule_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace xuefen::rules {
namespace {

using testing::ElementsAre;

constexpr char kAbove[] =
    R"(id: "top" version: "1" level: LEVEL_NATIONAL unit: "hour" quantity: "hours"
instrument { id: "i" title: "t" }
family { name: "kind" value: "training" value: "self_study" value: "achievement" }
family { name: "subject" value: "general" value: "professional" }
status: "division" evidence: "filed"
provision { id: "year" topic: "time" cite { instrument: "i" article: "1" } valid { from: "2016-01-01" }
  window { months: 12 from: "01-01" } }
provision { id: "total" topic: "requirement" cite { instrument: "i" article: "1" } valid { from: "2016-01-01" }
  requirement { window: "year" unit: "hour" at_least { value: "90" } } }
provision { id: "opening" topic: "delegation" cite { instrument: "i" article: "2" } valid { from: "2016-04-01" to: "2021-03-31" }
  open { topic: "recognition" to: LEVEL_PROVINCE to: LEVEL_CITY to: LEVEL_INDUSTRY } text {} }
)";

constexpr char kHead[] =
    R"(id: "low" version: "1" level: LEVEL_PROVINCE extends: "top" scope: "division.1"
instrument { id: "j" title: "t" }
)";

// Errors of `text` (which starts on line 3 of its file) under the set above.
std::vector<std::string> ErrorsOf(const std::string& text) {
  const absl::StatusOr<RuleBook> book =
      RuleBook::Load({{"top", kAbove}, {"low", absl::StrCat(kHead, text)}});
  if (book.ok()) return {};
  return absl::StrSplit(std::string(book.status().message()), '\n');
}

// A provision on one line; `body` begins at column 122.
std::string Provision(const std::string& id, const std::string& body) {
  return absl::StrCat("provision { id: \"", id,
                      "\" topic: \"recognition\" cite { instrument: \"j\" article: \"1\" } valid { "
                      "from: \"2016-04-01\" to: \"2021-03-31\" } ",
                      body, " }\n");
}

TEST(RuleBook, LoadsWhatIsSoundAndSaysWhatItHolds) {
  const std::string text = Provision("value",
                                     "measure { unit: \"hour\" row { when { tag: \"kind.training\" "
                                     "} term { quantity: \"hours\" } } }");
  EXPECT_THAT(ErrorsOf(text), ElementsAre());
  const absl::StatusOr<RuleBook> book =
      RuleBook::Load({{"low", absl::StrCat(kHead, text)}, {"top", kAbove}});
  ASSERT_TRUE(book.ok()) << book.status().message();
  const std::vector<RuleSetSummary> sets = book->RuleSets();
  ASSERT_EQ(sets.size(), 2U);
  EXPECT_EQ(sets[0].reference.id, "low");
  EXPECT_EQ(sets[1].provisions, 3);
}

// What looks beyond calendar years of the set above, of `purpose`, with `text`.
std::vector<std::string> Beyond(const std::string& text, const std::string& purpose = "") {
  const absl::StatusOr<RuleBook> book =
      RuleBook::Load({{"own", absl::StrCat(kAbove, purpose, "\n", text)}});
  if (!book.ok()) return {book.status().ToString()};
  return BeyondCalendarYears(*book, "annual_check");
}

std::string WindowOf(const std::string& body) {
  return absl::StrCat(
      "provision { id: \"other\" topic: \"time\" cite { instrument: \"i\" article: "
      "\"3\" } valid { from: \"2016-01-01\" } window { ",
      body, " } }\n");
}

TEST(RuleBook, WindowsThatAreNoCalendarYearsAreTold) {
  const std::string told =
      "own:13: \"other\" is another window than the calendar year; wanted: "
      "calendar years, each by itself";
  EXPECT_THAT(Beyond(""), ElementsAre());
  EXPECT_THAT(Beyond(WindowOf("months: 12 from: \"01-01\" crossing: CROSSING_BY_DAY")),
              ElementsAre());
  for (const std::string body : {"months: 12 from: \"07-01\"", "months: 12 from: \"01-02\"",
                                 "months: 24 from: \"01-01\" anchor_year: 2016",
                                 "months: 6 from: \"01-01\" anchor_year: 2016", "ever: true",
                                 "status: \"division\"", "of: \"year\" last: 2"}) {
    EXPECT_THAT(Beyond(WindowOf(body)), ElementsAre(told)) << body;
  }
}

TEST(RuleBook, ProvisionsThatLookBeyondTheirWindowAreToldUnlessOfAnotherPurpose) {
  const std::string carry =
      "provision { id: \"carried\" topic: \"time\" cite { instrument: \"i\" article: \"3\" } valid "
      "{ "
      "from: \"2016-01-01\" } carry { window: \"year\" unit: \"hour\" windows: 1 } }\n";
  const std::vector<std::string> told = {
      "own:13: \"carried\" looks beyond its window; wanted: calendar years, each by itself"};
  EXPECT_EQ(Beyond(carry), told);
  EXPECT_EQ(Beyond(carry, "purpose: \"promotion\" purpose: \"annual_check\""), told);
  EXPECT_THAT(Beyond(carry, "purpose: \"promotion\""), ElementsAre());
}

TEST(RuleBook, TheContentHashSeesTheLawAndNotItsLayout) {
  const auto hash = [](const std::string& text) {
    return RuleBook::Load({{"top", text}})->RuleSets()[0].reference.content_hash;
  };
  const std::string loose =
      absl::StrReplaceAll(kAbove, {{"unit: \"hour\" at", "# why\n unit : \"hour\"\n at"}});
  const std::string example =
      "example { name: \"x\" ask { on: \"2016-12-31\" expect { requirement: \"total\" wanted: "
      "\"90\" } } }";
  EXPECT_EQ(hash(kAbove), hash(loose));
  EXPECT_EQ(hash(kAbove), hash(absl::StrCat(kAbove, example)));
  EXPECT_NE(hash(kAbove), hash(absl::StrReplaceAll(kAbove, {{"\"90\"", "\"91\""}})));
}

TEST(RuleBook, AllErrorsAreReportedAtOnceInOrderOfPlace) {
  EXPECT_THAT(
      ErrorsOf("provision { id: \"a\" topic: \"recognition\" valid { from: \"2021-02-29\" }\n"
               "  limit { where { tag: \"kind.trainng\" } unit: \"hour\" grain: GRAIN_DAY\n"
               "    at_most { value: \"8\" times: \"0.6667\" } } }\n"),
      ElementsAre(
          "low:3:1: provision \"a\" has no cite; wanted: cite { instrument: ... article: ... }",
          "low:3:50: 2021-02-29 does not exist; wanted: a day of the calendar",
          "low:4:19: tag \"kind.trainng\" is not declared; wanted: a value of family kind "
          "(training, "
          "self_study, achievement); nearest: kind.training",
          "low:5:26: ratio \"0.6667\" is a decimal; wanted: a fraction such as 2/3"));
}

TEST(RuleBook, UnknownFieldsNameTheKnownOnes) {
  EXPECT_THAT(
      ErrorsOf("provision {\n  limt { }\n  cite { instrumnt: \"j\" } }\n"),
      ElementsAre(
          "low:4:3: field \"limt\" is unknown here; wanted: one of id, topic, cite, valid, "
          "governs, open, supersedes, not_monotone, window, gate, measure, once, spread, limit, "
          "keep, "
          "requirement, separate, adjust, carry, make_up, repeal, text",
          "low:5:10: field \"instrumnt\" is unknown here; wanted: one of instrument, article, "
          "quote, uncertain"));
}

TEST(RuleBook, ACiteNamesAnInstrumentOfTheSetAndAnArticle) {
  EXPECT_THAT(
      ErrorsOf("provision { id: \"a\" topic: \"recognition\" cite { instrument: \"i\" }\n"
               "  valid { from: \"2016-04-01\" to: \"2016-04-02\" } text {} }\n"),
      ElementsAre("low:3:42: the cite names no article; wanted: article, or uncertain: why not",
                  "low:3:49: instrument \"i\" is not declared; wanted: one of j; nearest: j"));
}

TEST(RuleBook, OnlyOpenTopicsAndPeriodsCanBeWrittenAbout) {
  EXPECT_THAT(ErrorsOf("provision { id: \"total\" topic: \"requirement\" cite { instrument: \"j\" "
                       "article: \"1\" }\n"
                       "  valid { from: \"2016-04-01\" } requirement { window: \"year\" unit: "
                       "\"hour\" at_least { value: "
                       "\"60\" } } }\n"),
              ElementsAre("low:3:1: topic \"requirement\" is not open to PROVINCE; wanted: a topic "
                          "opened to PROVINCE "
                          "by a set above: recognition"));
  EXPECT_THAT(
      ErrorsOf(
          "provision { id: \"a\" topic: \"recognition\" cite { instrument: \"j\" article: \"1\" }\n"
          "  valid { from: \"2016-04-01\" to: \"2022-12-31\" } text {} }\n"),
      ElementsAre(
          "low:3:1: recognition is open to PROVINCE for 2016-04-01..2021-03-31; this provision "
          "governs 2016-04-01..2022-12-31; wanted: a period inside"));
}

TEST(RuleBook, OneVersionDecidesADay) {
  EXPECT_THAT(
      ErrorsOf(absl::StrCat(Provision("a", "text {}"), Provision("a", "text {}"))),
      ElementsAre(
          "low:4:1: \"a\" governs 2016-04-01..2021-03-31, already decided by line 3; wanted: "
          "disjoint periods, or supersedes: \"2016-04-01\" in a version that is law since "
          "later"));
}

// Versions of one slot, each law without end since the day given.
std::string Versions(const std::vector<std::pair<std::string, std::string>>& since) {
  std::string text;
  for (const auto& [from, supersedes] : since) {
    absl::StrAppend(&text,
                    "provision { id: \"a\" topic: \"b\" cite { instrument: \"i\" article: \"1\" } "
                    "valid { from: \"",
                    from, "\" } ",
                    supersedes.empty() ? "" : absl::StrCat("supersedes: \"", supersedes, "\" "),
                    "text {} }\n");
  }
  return text;
}

TEST(RuleBook, AVersionDisplacesWhatTheOneItDisplacesHadDisplaced) {
  const auto load = [](const std::string& versions) {
    return RuleBook::Load({{"top", absl::StrCat(kAbove, versions)}}).status();
  };
  EXPECT_TRUE(
      load(Versions(
               {{"2017-01-01", ""}, {"2018-01-01", "2017-01-01"}, {"2019-01-01", "2018-01-01"}}))
          .ok());
  EXPECT_THAT(
      absl::StrSplit(
          std::string(load(Versions({{"2017-01-01", ""}, {"2018-01-01", ""}, {"2019-01-01", ""}}))
                          .message()),
          '\n'),
      ElementsAre(testing::HasSubstr("supersedes: \"2017-01-01\""),
                  testing::HasSubstr("supersedes: \"2018-01-01\"")));
}

TEST(RuleBook, WhatTheParserSaysIsSaidWithWhatIsWanted) {
  EXPECT_THAT(
      ErrorsOf("unit：\"a\"\n"),
      ElementsAre(
          "low:3:5: \"：\" stands outside quotes; wanted: the signs of an English keyboard, "
          "\" : { } and blanks"));
  EXPECT_THAT(ErrorsOf("provision { keep { first { at: AT_ONCE } } }\n"),
              ElementsAre("low:3:40: \"AT_ONCE\" is no value of at; wanted: one of "
                          "AT_RECORD_DAYS, AT_WINDOW_START, AT_WINDOW_END, AT_WINDOW_SOME_DAY, "
                          "AT_WINDOW_EVERY_DAY, AT_ASKED_DAY"));
  EXPECT_THAT(ErrorsOf("provision { text {} repeal {} }\n"),
              ElementsAre(testing::HasSubstr("\"repeal\" stands beside \"text\"; wanted: one of")));
  EXPECT_THAT(
      ErrorsOf("title: 40\n"),
      ElementsAre(
          "low:3:8: Expected string, got: 40; wanted: a text between quotes, such as \"90\""));
  EXPECT_THAT(
      ErrorsOf("provision { text {}\nprovision { } }\n"),
      ElementsAre(testing::HasSubstr("low:4:1: field \"provision\" is unknown here; wanted: "
                                     "a } more before it, or")));
}

TEST(RuleBook, NoWindowIsAskedForWhereThereIsNone) {
  const std::string row = R"(measure { unit: "hour" row { when { )";
  const std::string rest = R"( } term { quantity: "hours" } } })";
  const auto error = testing::HasSubstr("there is no window here to ask about; wanted: a test on");
  EXPECT_THAT(ErrorsOf(Provision("a", row + R"(status: "division" at: AT_WINDOW_END)" + rest)),
              ElementsAre(error));
  EXPECT_THAT(ErrorsOf(Provision("a", row + "num { window_months: true at_least: 12 }" + rest)),
              ElementsAre(error));
  EXPECT_THAT(ErrorsOf(Provision("a", row + R"(status: "division" at: AT_RECORD_DAYS)" + rest)),
              ElementsAre());
}

TEST(RuleBook, AnExampleSaysNothingTwiceAndWaivesOnlyWhatThereIs) {
  const std::string tail =
      " ask { on: \"2016-12-31\" expect { requirement: \"total\" wanted: \"90\" } } }\n";
  EXPECT_THAT(ErrorsOf("event: \"born\" example { person { event { key: \"born\" value: "
                       "\"1980-01-01\" } event { key: \"born\" value: \"1981-01-01\" } }" +
                       tail),
              ElementsAre("low:3:34: one key of event is written twice; wanted: each once; what "
                          "may happen again is a status"));
  EXPECT_THAT(
      ErrorsOf("example { person { waiver { requirement: \"totl\" day: \"2016-05-01\" } }" + tail),
      ElementsAre("low:3:29: no requirement \"totl\"; wanted: the id of one"));
}

TEST(RuleBook, TwoSetsOfOneRankCannotDecideForTheSamePeople) {
  const auto set = [](const char* id, const char* level, const char* scope) {
    return absl::StrCat("id: \"", id, "\" version: \"1\" level: ", level,
                        " extends: \"top\" status: \"industry\" scope: \"", scope,
                        "\" instrument { id: \"j\" }\n", Provision("a", "text {}"));
  };
  const RuleFile city{"city", set("city", "LEVEL_CITY", "division.1.1")};
  EXPECT_TRUE(
      RuleBook::Load({{"top", kAbove}, city, {"c2", set("c2", "LEVEL_CITY", "division.1.2")}})
          .ok());
  const auto both = RuleBook::Load(
      {{"top", kAbove}, city, {"trade", set("trade", "LEVEL_INDUSTRY", "industry.x")}});
  EXPECT_EQ(both.status().message(),
            "trade:2:1: \"a\" is also decided by city a (city:2) for the same people; wanted: one "
            "of them, or prefer { ... } where the set above opens topic \"recognition\" to both");
  const std::string preferring = absl::StrReplaceAll(
      kAbove, {{"to: LEVEL_INDUSTRY }", "to: LEVEL_INDUSTRY prefer { level: LEVEL_CITY } }"}});
  EXPECT_TRUE(
      RuleBook::Load(
          {{"top", preferring}, city, {"trade", set("trade", "LEVEL_INDUSTRY", "industry.x")}})
          .ok());
}

TEST(RuleBook, RowsThatCannotMatchAndMeasuresThatMeetAreReported) {
  const std::string training = "when { tag: \"kind.training\" } term { quantity: \"hours\" }";
  EXPECT_THAT(
      ErrorsOf(Provision("v", absl::StrCat("measure { unit: \"hour\" row { ", training,
                                           " }\n  row { ", training, " } }"))),
      ElementsAre(
          "low:4:3: row 2 of v can never match: row 1 covers it; wanted: the narrower row first"));
  const std::string one = absl::StrCat("measure { unit: \"hour\" row { ", training, " } }");
  EXPECT_THAT(
      ErrorsOf(absl::StrCat(Provision("v", one), Provision("w", one))),
      ElementsAre(
          "low:4:1: a record can match both low v (low:3) and w; wanted: rows with tags apart"));
}

TEST(RuleBook, NumbersStayWhereArithmeticIsExact) {
  std::string rows;
  for (const char* tag : {"kind.training", "kind.self_study", "kind.achievement"}) {
    absl::StrAppend(&rows, "row { when { tag: \"", tag,
                    "\" } term { quantity: \"hours\" times: \"1/",
                    rows.size() % 2 == 0 ? 9973 + static_cast<int>(rows.size()) : 127, "\" } } ");
  }
  const std::vector<std::string> errors =
      ErrorsOf(Provision("v", absl::StrCat("measure { unit: \"hour\" ", rows, "}")));
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_THAT(errors[0], testing::HasSubstr("the common denominator would be"));
}

TEST(RuleBook, MinimaMustNotReferToThemselves) {
  const std::string text = absl::StrReplaceAll(
      kAbove,
      {{"at_least { value: \"90\" }", "at_least { at_least_of: \"total\" times: \"2/3\" }"}});
  EXPECT_EQ(RuleBook::Load({{"top", text}}).status().message(),
            "top:8:1: total refers to itself; wanted: no cycle");
}

TEST(RuleBook, AnExampleThatDoesNotHoldStopsTheSet) {
  EXPECT_THAT(
      ErrorsOf("example { name: \"n\"\n ask { on: \"2016-12-31\" expect { requirement: \"total\"\n"
               "  verdict: \"MET\" missing: \"89\" } } }\n"),
      ElementsAre("low:5:3: example \"n\": requirement total is NOT_MET, file says MET",
                  "low:5:18: example \"n\": requirement total misses 90, file says 89"));
}

TEST(RuleBook, AnExampleThatExpectsNothingStopsTheSet) {
  EXPECT_THAT(
      ErrorsOf("example { name: \"n\"\n ask { on: \"2016-12-31\" }\n"
               " ask { on: \"2016-12-31\" expect { requirement: \"total\" } credit { record: "
               "\"A\" } }\n record { id: \"A\" first: \"2016-05-01\" } }\n"),
      ElementsAre("low:4:2: example \"n\": the question expects nothing; wanted: expect or credit",
                  "low:5:25: example \"n\": requirement total: expects nothing; wanted: verdict, "
                  "earned, missing, wanted or by",
                  "low:5:57: example \"n\": record A: expects nothing; wanted: amount, cut_by or "
                  "reason"));
}

TEST(RuleBook, WhatIsSoundAndProbablyNotMeantIsAWarning) {
  const auto version = [](const char* id, const char* valid, const char* body) {
    return absl::StrCat("provision { id: \"", id, "\" topic: \"requirement\" cite { instrument: ",
                        "\"i\" article: \"1\" } valid { ", valid, " } ", body, " }\n");
  };
  const std::string gap =
      version("short", "from: \"2016-01-01\" to: \"2016-12-31\"",
              "adjust { requirement: \"total\" waive: true }") +
      version("short", "from: \"2018-01-01\" to: \"2018-12-31\"",
              "adjust { requirement: \"total\" waive: true }") +
      version("short", "from: \"2019-01-01\" to: \"2019-12-31\"", "repeal {}") +
      version("short", "from: \"2021-01-01\"", "adjust { requirement: \"total\" waive: true }");
  const std::string early = version("early", "from: \"2010-01-01\" to: \"2015-12-31\"",
                                    "adjust { requirement: \"total\" waive: true }");
  const absl::StatusOr<RuleBook> book =
      RuleBook::Load({{"top", absl::StrCat(kAbove, gap, early)},
                      {"low", absl::StrCat(kHead, Provision("a", "text {}"))},
                      {"out", absl::StrReplaceAll(absl::StrCat(kHead, Provision("b", "text {}")),
                                                  {{"\"low\"", "\"out\""},
                                                   {"LEVEL_PROVINCE", "LEVEL_CITY"},
                                                   {"\"top\"", "\"low\""},
                                                   {"division.1", "division.2"}})}});
  ASSERT_TRUE(book.ok()) << book.status().message();
  EXPECT_THAT(
      book->warnings(),
      ElementsAre("out:3:1: rule set \"out\" reaches nobody: its scope lies outside that of "
                  "\"low\"; wanted: a scope inside",
                  "top:13:1: \"short\" decides nothing from 2017-01-01 to 2017-12-31; wanted: a "
                  "version for these days, repeal { }, or nothing if the law is silent",
                  "top:16:1: \"early\" never has effect: top total (top:8) is not in force on any "
                  "of its days; wanted: periods that meet"));
  EXPECT_THAT(RuleBook::Load({{"top", kAbove}})->warnings(), ElementsAre());
}

TEST(RuleBook, NamesInFactsAreChecked) {
  EXPECT_THAT(
      ErrorsOf("example { name: \"n\" record { id: \"A\" first: \"2018-01-01\"\n"
               "  quantity { key: \"hors\" value: \"8\" } } ask { on: \"2016-12-31\" } }\n"),
      ElementsAre(
          "low:4:3: quantity \"hors\" is not declared; wanted: one of hours; nearest: hours"));
}

TEST(RuleBook, TheSetAboveMustBeThere) {
  EXPECT_EQ(RuleBook::Load({{"low", kHead}}).status().message(),
            "low:1:46: rule set \"top\" is not among the files; wanted: the id of one, or nothing "
            "for the "
            "topmost");
}

}  // namespace
}  // namespace xuefen::rules
