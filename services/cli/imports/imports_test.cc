#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/console/testing/captured_output.h"
#include "services/cli/imports/importer.h"

namespace xuefen::cli {
namespace {

namespace av1 = accreditation::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string Sample(const std::string& name) {
  std::ifstream file(absl::StrCat(XUEFEN_SAMPLES, "/", name), std::ios::binary);
  EXPECT_TRUE(file.is_open()) << name;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(ReadProviders, ReadsTheSamples) {
  const auto rows = ReadProviders(Sample("providers.csv"), "providers.csv").value();
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[0].row, 1);
  EXPECT_EQ(rows[0].line, 2);
  EXPECT_EQ(rows[0].item.unified_social_credit_code(), "12370000004500002M");
  EXPECT_EQ(rows[0].item.kind(), av1::PROVIDER_KIND_UNIVERSITY);
  EXPECT_FALSE(rows[0].item.has_accredited_from());
  for (const auto& row : rows) EXPECT_THAT(row.faults, IsEmpty()) << row.detail;
}

TEST(ReadProviders, ReadsChineseHeadersAndDays) {
  const auto rows = ReadProviders(
                        "统一社会信用代码,机构名称,机构类型,认定日期\n"
                        "12370000004500002M,齐州大学,高等院校,2017年3月1日\n",
                        "p.csv")
                        .value();
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].item.kind(), av1::PROVIDER_KIND_UNIVERSITY);
  EXPECT_EQ(rows[0].item.accredited_from().year(), 2017);
}

TEST(ReadProviders, WhatCannotBeReadIsAFaultAndNeverADefault) {
  const auto rows = ReadProviders(
                        "uscc,name,kind,accredited_from\n"
                        "12370000004500002M,A,circus,soon\n",
                        "p.csv")
                        .value();
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_THAT(rows[0].faults, ElementsAre(Reason::FIELD_INVALID));
  EXPECT_THAT(rows[0].detail, HasSubstr("kind: want university"));
  EXPECT_THAT(rows[0].detail, HasSubstr("accredited_from: want a day"));
}

TEST(ReadActivities, ReadsTheSamples) {
  const auto rows = ReadActivities(Sample("activities.csv"), "activities.csv").value();
  ASSERT_THAT(rows, Not(IsEmpty()));
  const av1::ActivityItem& item = rows[0].item;
  EXPECT_EQ(item.code(), "SD2018-PUB-001");
  EXPECT_EQ(item.subject(), common::v1::SUBJECT_GENERAL);
  EXPECT_EQ(item.form(), common::v1::FORM_ONLINE);
  EXPECT_EQ(item.planned_centihours(), 3000);
  EXPECT_EQ(item.last_day().month(), 11);
  EXPECT_FALSE(item.has_gate_day());
  EXPECT_EQ(rows[0].division, "370100");
  for (const auto& row : rows) EXPECT_THAT(row.faults, IsEmpty()) << row.detail;
}

TEST(ReadPeople, ReadsTheSamples) {
  const auto rows = ReadPeople(Sample("people.csv"), "people.csv").value();
  EXPECT_THAT(rows, SizeIs(71));
  for (const auto& row : rows) {
    EXPECT_THAT(row.faults, IsEmpty()) << row.detail;
    EXPECT_THAT(row.key, IsEmpty()) << "personal data on the screen";
  }
}

TEST(ReadPeople, AFileWithoutTheColumnsIsRefusedWhole) {
  EXPECT_EQ(ReasonOf(ReadPeople("name,age\n李静,30\n", "p.csv").status()), Reason::FIELD_INVALID);
}

ImportRows<av1::ActivityItem> SomeRows(const std::vector<std::string>& divisions) {
  ImportRows<av1::ActivityItem> rows;
  for (const std::string& division : divisions) {
    auto& row = rows.emplace_back();
    row.row = static_cast<int>(rows.size());
    row.line = row.row + 1;
    row.division = division;
    row.item.set_code(absl::StrCat("c", row.row));
    row.key = row.item.code();
  }
  return rows;
}

// Answers that all is new.
absl::StatusOr<av1::ImportActivitiesResponse> CreateAll(
    const std::vector<av1::ActivityItem>& items) {
  av1::ImportActivitiesResponse response;
  for (std::size_t i = 0; i < items.size(); ++i) {
    response.add_results()->set_outcome(av1::IMPORT_OUTCOME_CREATED);
  }
  response.set_freshness_token(absl::StrCat("token of ", items[0].code()));
  return response;
}

TEST(Importer, SendsTheRowsOfOneDivisionTogetherAndAnswersInTheirOrder) {
  const auto rows = SomeRows({"370100", "370200", "370100"});
  std::vector<std::string> calls;
  Importer importer(rows, [&](const std::string& division, const auto& items) {
    calls.push_back(absl::StrCat(division, ":", items.size()));
    return CreateAll(items);
  });
  const auto answers = importer.Run().value();
  EXPECT_THAT(calls, ElementsAre("370100:2", "370200:1"));
  ASSERT_THAT(answers, SizeIs(3));
  EXPECT_EQ(answers[1].key, "c2");
  EXPECT_EQ(answers[1].outcome, ImportOutcome::kCreated);
  EXPECT_THAT(importer.tokens(), ElementsAre("token of c1", "token of c2"));
}

TEST(Importer, SendsAtMostAThousandRowsInACall) {
  const auto rows = SomeRows(std::vector<std::string>(2001, ""));
  std::vector<std::size_t> calls;
  Importer importer(rows, [&](const std::string&, const auto& items) {
    calls.push_back(items.size());
    return CreateAll(items);
  });
  EXPECT_THAT(importer.Run().value(), SizeIs(2001));
  EXPECT_THAT(calls, ElementsAre(1000, 1000, 1));
}

TEST(Importer, ARowThatCouldNotBeReadIsRefusedWithoutAsking) {
  auto rows = SomeRows({"", ""});
  rows[0].faults = {Reason::FIELD_INVALID};
  rows[0].detail = "hours: want hours";
  Importer importer(rows, [&](const std::string&, const auto& items) {
    EXPECT_EQ(items.size(), 1);
    return CreateAll(items);
  });
  const auto answers = importer.Run().value();
  EXPECT_EQ(answers[0].outcome, ImportOutcome::kRefused);
  EXPECT_THAT(answers[0].reasons, ElementsAre(Reason::FIELD_INVALID));
  EXPECT_EQ(answers[1].outcome, ImportOutcome::kCreated);
}

TEST(Importer, ADivisionOutOfReachIsTheFaultOfTheRowsThatNameIt) {
  const auto rows = SomeRows({"370100", "370200"});
  Importer importer(rows, [&](const std::string& division, const auto& items) {
    if (division == "370200") {
      return absl::StatusOr<av1::ImportActivitiesResponse>(
          Refusal(Reason::OUT_OF_SCOPE, "division: out of reach"));
    }
    return CreateAll(items);
  });
  const auto answers = importer.Run().value();
  EXPECT_EQ(answers[0].outcome, ImportOutcome::kCreated);
  EXPECT_EQ(answers[1].outcome, ImportOutcome::kRefused);
  EXPECT_THAT(answers[1].reasons, ElementsAre(Reason::OUT_OF_SCOPE));
}

TEST(Importer, AnyOtherFailureEndsTheImport) {
  const auto rows = SomeRows({""});
  Importer importer(rows, [&](const std::string&, const auto&) {
    return absl::StatusOr<av1::ImportActivitiesResponse>(
        Refusal(Reason::ROLE_NOT_ALLOWED, "a provider may not"));
  });
  EXPECT_EQ(ReasonOf(importer.Run().status()), Reason::ROLE_NOT_ALLOWED);
}

TEST(ReportImport, ExitStatusSaysWhetherSomeWereRefused) {
  const ImportAnswer good{1, 2, "c1", ImportOutcome::kCreated, {}, ""};
  const ImportAnswer bad{2, 3, "c2", ImportOutcome::kRefused, {Reason::ALREADY_EXISTS}, "other"};
  CapturedOutput words(Language::kChinese);
  EXPECT_EQ(ReportImport("a.csv", {good}, words.output()), Exit::kDone);
  EXPECT_EQ(ReportImport("a.csv", {good, bad}, words.output()), Exit::kSomeRefused);
  EXPECT_THAT(words.answers(),
              HasSubstr("第 2 行（文件第 3 行, c2）：已存在，且内容不同。 (other)"));

  CapturedOutput json(Language::kChinese, /*json=*/true);
  ReportImport("a.csv", {good, bad}, json.output());
  const auto report = nlohmann::json::parse(json.answers());
  EXPECT_EQ(report["totals"]["refused"], 1);
  EXPECT_EQ(report["rows"][1]["reasons"][0], "ALREADY_EXISTS");
}

}  // namespace
}  // namespace xuefen::cli
