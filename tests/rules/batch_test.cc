// Populations in columns against the same people one by one.

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "libs/rules/facts_file.h"
#include "tests/rules/cases.h"
#include "tests/rules/together.h"
#include "xuefen/rules/v1/rule_set.pb.h"

namespace xuefen::rules {
namespace {

using Facts = Batch::Facts;

Draw Drawing(std::mt19937_64& random) {
  return [&random](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
}

// The facts of a file's examples.
std::vector<FactsFile> ExamplesOf(const RuleBook& book, const RuleFile& file) {
  v1::RuleSet set;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(file.text, &set)) << file.path;
  std::vector<FactsFile> examples;
  for (const v1::Example& example : set.example()) {
    std::string json;
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(example, &json).ok());
    absl::StatusOr<FactsFile> facts = ReadFacts(book, {file.path, json});
    EXPECT_TRUE(facts.ok()) << facts.status().message();
    if (facts.ok()) examples.push_back(*std::move(facts));
  }
  return examples;
}

// A record much like one of an example.
Record Varied(const Draw& draw, Record record, int number) {
  if (draw(12) > 0) record.id = absl::StrCat("v", number);
  record.version = draw(2);
  record.voided = draw(20) == 0;
  const int shift = draw(3) == 0 ? 0 : draw(9) - 4;
  record.first += shift;
  record.last += shift;
  for (DayPart& part : record.days) part.day += shift;
  if (record.days.empty() && draw(3) == 0) record.last += draw(4);
  if (!record.days.empty() && draw(2) == 0) record.days.clear();
  for (auto& [name, centi] : record.quantity_centi) centi = centi * (1 + draw(8)) / 4;
  if (draw(8) == 0) record.evidence.clear();
  if (draw(8) == 0) record.attributes.clear();
  if (draw(8) == 0 && record.quantity_centi.size() > 1) record.quantity_centi.erase("attended");
  return record;
}

std::vector<Facts> PeopleLike(const Draw& draw, const std::vector<FactsFile>& examples,
                              int people) {
  const auto any = [&] {
    return static_cast<std::size_t>(draw(static_cast<int>(examples.size())));
  };
  const std::size_t contexts[] = {any(), any(), any()};
  std::vector<Facts> made;
  for (int i = 0; i < people; ++i) {
    Facts& facts = made.emplace_back();
    facts.person = examples[contexts[draw(3)]].person;
    for (int n = draw(9); n > 0; --n) {
      const std::vector<Record>& records = examples[any()].records;
      if (records.empty()) continue;
      const auto which = static_cast<std::size_t>(draw(static_cast<int>(records.size())));
      facts.records.push_back(Varied(draw, records[which], n));
    }
  }
  return made;
}

// A file with those that are loaded beside it, itself the last.
std::vector<RuleFile> BookFor(const std::string& path) {
  if (path.find("deploy/rules/") != 0) return BookOf(path);
  std::vector<RuleFile> book;
  for (const std::string& other : FilesIn("deploy/rules")) {
    if (other != path) book.push_back(ReadRuleFile(other));
  }
  book.push_back(ReadRuleFile(path));
  return book;
}

class BatchFile : public testing::TestWithParam<std::string> {};

TEST_P(BatchFile, PeopleLikeItsExamplesGetTheSameTogetherAndAlone) {
  constexpr int kPeople = 60;
  const std::vector<RuleFile> files = BookFor(GetParam());
  const absl::StatusOr<RuleBook> book = RuleBook::Load(files);
  ASSERT_TRUE(book.ok()) << book.status().message();
  std::mt19937_64 random(7);
  const Draw draw = Drawing(random);
  const std::vector<FactsFile> examples = ExamplesOf(*book, files.back());
  for (const FactsFile& example : examples) {
    for (const Question& question : example.questions) {
      AskTogetherAndAlone(*book, question, PeopleLike(draw, examples, kPeople),
                          absl::StrCat(GetParam(), " ", example.name, " ", FormatDay(question.on)));
      if (HasFailure()) return;
    }
  }
}

std::vector<std::string> AllFiles() {
  std::vector<std::string> files = TestFiles();
  for (const std::string& file : FilesIn("deploy/rules")) files.push_back(file);
  return files;
}

std::string NameOf(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, BatchFile, testing::ValuesIn(AllFiles()), NameOf);

// About the days on which the policy begins and ends, a city's rules begin, and a year ends.
TEST(Batch, RandomPeopleGetTheSameTogetherAndAlone) {
  constexpr int kPeople = 6000;
  std::map<Day, std::vector<Facts>> by_question;
  std::mt19937_64 random(11);
  const Draw draw = Drawing(random);
  for (int i = 0; i < kPeople; ++i) {
    Trial made = DrawCase(draw, 9);
    by_question[made.question.on].push_back({made.person, made.records});
  }
  std::size_t fast = 0;
  for (const auto& [on, people] : by_question) {
    fast += AskTogetherAndAlone(BookWithCity(), {on, on, ""}, people, FormatDay(on));
  }
  EXPECT_GT(fast, kPeople / 5) << "the columns are hardly tested";
}

// An ordinary year of an ordinary person: courses of one to three days, some on the same days.
Facts OrdinaryPerson(const Draw& draw) {
  Facts facts;
  facts.person.statuses = {{"division.370000.370100", {kFirstDay, std::nullopt}, {}},
                           {"archive", {Day(2016, 1, 1), std::nullopt}, {{"employer", "e1"}}}};
  for (int n = draw(24); n > 0; --n) {
    Record& record = facts.records.emplace_back();
    record.id = absl::StrCat("r", n);
    record.first = record.last = Day(2018, 1, 1) + draw(360);
    record.tags = {draw(3) == 0 ? "subject.general" : "subject.professional"};
    record.quantity_centi["hours"] = 50 * (1 + draw(24));
    switch (draw(10)) {
      case 0:
        record.tags = {"kind.achievement"};
        record.attributes["work"] = absl::StrCat("w", n);
        break;
      case 1:
      case 2:
        record.tags.push_back("kind.self_study");
        record.attributes["employer"] = draw(10) == 0 ? "e2" : "e1";
        record.evidence["employer_verified"] = record.last;
        record.last += draw(20) == 0 ? 9 : 0;
        break;
      default:
        record.tags.push_back("kind.training");
        record.last += draw(3);
        if (draw(10) > 0) record.evidence["filed"] = record.first - draw(30);
    }
  }
  return facts;
}

TEST(Batch, TheAnnualCheckOfThePolicyIsAnsweredByColumns) {
  constexpr std::size_t kPeople = 4000;
  constexpr std::size_t kOverNewYear = 20;
  const absl::StatusOr<RuleBook> book = LoadDirectory(XUEFEN_SOURCE_DIR "/deploy/rules");
  ASSERT_TRUE(book.ok()) << book.status().message();
  std::mt19937_64 random(13);
  const Draw draw = Drawing(random);
  std::vector<Facts> people;
  for (std::size_t i = 0; i < kPeople; ++i) people.push_back(OrdinaryPerson(draw));
  const Day end(2018, 12, 31);
  EXPECT_GE(AskTogetherAndAlone(*book, {end, end, "annual_check"}, people, "policy"),
            kPeople - kOverNewYear);
}

// Nobody began on the day that another did, and each will end on another.
TEST(Batch, DatesOutsideTheWindowDoNotTellPeopleApart) {
  const absl::StatusOr<RuleBook> book = LoadDirectory(XUEFEN_SOURCE_DIR "/deploy/rules");
  ASSERT_TRUE(book.ok()) << book.status().message();
  std::mt19937_64 random(19);
  const Draw draw = Drawing(random);
  std::vector<Facts> people;
  for (int i = 0; i < 600; ++i) {
    Facts& facts = people.emplace_back(OrdinaryPerson(draw));
    std::vector<Status>& statuses = facts.person.statuses;
    for (Status& status : statuses) {
      status.period = {Day(2012, 1, 1) + i, Day(2019, 1, 1) + 2 * i};
      if (draw(30) == 0) status.period.to = Day(2018, 6, 1) + draw(3);
    }
    statuses.push_back({"archive", {Day(2009, 1, 1), Day(2010, 1, 1) + i}, {{"employer", "e1"}}});
  }
  const Day end(2018, 12, 31);
  EXPECT_GT(AskTogetherAndAlone(*book, {end, end, "annual_check"}, people, "dates"), 500U);
}

// Two minima of 30 under one ceiling of 40: each can be met, both cannot.
constexpr char kApart[] = R"(
  id: "r" version: "1" level: LEVEL_NATIONAL unit: "hour" quantity: "hours"
  instrument { id: "i" title: "t" }
  family { name: "subject" value: "g" value: "p" }
  provision { id: "year" topic: "t" cite { instrument: "i" article: "1" } valid { from: "2000-01-01" }
    window { months: 12 from: "01-01" } }
  provision { id: "value" topic: "t" cite { instrument: "i" article: "1" } valid { from: "2000-01-01" }
    measure { unit: "hour" row { term { quantity: "hours" } } } }
  provision { id: "cap" topic: "t" cite { instrument: "i" article: "1" } valid { from: "2000-01-01" }
    limit { unit: "hour" grain: GRAIN_WINDOW window: "year" at_most { value: "40" } } }
  provision { id: "g" topic: "t" cite { instrument: "i" article: "1" } valid { from: "2000-01-01" }
    requirement { window: "year" unit: "hour" count { where { tag: "subject.g" } } at_least { value: "30" } } }
  provision { id: "p" topic: "t" cite { instrument: "i" article: "1" } valid { from: "2000-01-01" }
    requirement { window: "year" unit: "hour" count { where { tag: "subject.p" } } at_least { value: "30" } } }
)";

TEST(Batch, RequirementsThatAreMetOneByOneNeedNotBeMetTogether) {
  const absl::StatusOr<RuleBook> book = RuleBook::Load({{"apart", kApart}});
  ASSERT_TRUE(book.ok()) << book.status().message();
  std::vector<Facts> people(40);
  for (std::size_t i = 0; i < people.size(); ++i) {
    for (const char* subject : {"g", "p"}) {
      Record& record = people[i].records.emplace_back();
      record.id = subject;
      record.tags = {absl::StrCat("subject.", subject)};
      record.first = record.last = Day(2018, 5, 4);
      record.quantity_centi["hours"] = static_cast<std::int64_t>(i) * 100;
    }
  }
  const Day end(2018, 12, 31);
  EXPECT_EQ(AskTogetherAndAlone(*book, {end, end}, people, "apart"), 21U);
}

TEST(Batch, WhoeverDoesNotFitTheColumnsIsAnsweredAlone) {
  std::mt19937_64 random(17);
  const Draw draw = Drawing(random);
  std::vector<Facts> people;
  for (int i = 0; i < 20; ++i) people.push_back(OrdinaryPerson(draw));
  Record breakdown = people[0].records.front();
  breakdown.id = "daily";
  breakdown.days = {{breakdown.first, 400}};
  people[0].records.push_back(breakdown);
  Record reversed = breakdown;
  reversed.days.clear();
  reversed.last = reversed.first - 1;
  people[1].records.push_back(reversed);
  Record old = reversed;
  old.first = old.last = Day(1969, 12, 31);
  people[2].records.push_back(old);
  Record huge = old;
  huge.first = huge.last = Day(2018, 5, 5);
  huge.quantity_centi["hours"] = Population::kCentiMax + 1;
  people[3].records.push_back(huge);
  const Day end(2018, 12, 31);
  EXPECT_EQ(AskTogetherAndAlone(ShippedBook(), {end, end, ""}, people, "irregular"), 16U);
}

}  // namespace
}  // namespace xuefen::rules
