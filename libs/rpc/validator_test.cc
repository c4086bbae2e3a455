#include "libs/rpc/validator.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/refusal.h"
#include "libs/rpc/testing/echo.pb.h"

namespace xuefen::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::v1::EchoRequest;

EchoRequest Good() {
  EchoRequest request;
  request.set_text("text");
  return request;
}

// The violations of a request, as "field: wanted".
std::vector<std::string> Violations(const EchoRequest& request) {
  static const Validator* const validator =
      new Validator(*Validator::Create(*EchoRequest::descriptor()));
  const absl::Status status = validator->Check(request);
  if (!status.ok()) {
    EXPECT_EQ(ReasonOf(status), Reason::FIELD_INVALID);
  }
  std::vector<std::string> violations;
  for (const FieldViolation& v : ViolationsOf(status)) {
    violations.push_back(absl::StrCat(v.field, ": ", v.description));
  }
  return violations;
}

TEST(Validator, AcceptsWhatTheContractAllows) {
  EchoRequest request = Good();
  request.mutable_scope()->set_division("370100");
  request.set_number(100);
  request.set_color(testing::v1::COLOR_RED);
  request.add_items()->set_name("学分");
  request.mutable_time()->set_seconds(1460253600);
  request.set_short_(std::string(256, 'x'));
  request.set_count(1);
  request.set_data(std::string(100000, '\0'));
  EXPECT_THAT(Violations(request), ElementsAre());
}

TEST(Validator, TellsAllViolationsAtOnceInTheOrderOfTheFields) {
  EchoRequest request;
  request.mutable_scope()->set_division("37010");
  request.set_number(101);
  request.add_items()->set_name("a");
  request.add_items();
  request.mutable_items(0)->add_children()->set_name(std::string(257, 'x'));
  request.set_color(static_cast<testing::v1::Color>(7));
  EXPECT_THAT(Violations(request),
              ElementsAre("text: a value", "scope.division: six digits", "number: at most 100",
                          "items[0].children[0].name: at most 256 bytes", "items[1].name: a value",
                          "color: a known value of Color"));
}

TEST(Validator, BoundsTextAndListsWithoutARule) {
  EchoRequest request = Good();
  request.set_short_(std::string(257, 'x'));
  for (int i = 0; i < 1001; ++i) request.add_numbers(i);
  EXPECT_THAT(Violations(request),
              ElementsAre("short: at most 256 bytes", "numbers: at most 1000 items"));
}

TEST(Validator, BoundsListsByTheirRule) {
  EchoRequest request = Good();
  for (int i = 0; i < 11; ++i) request.add_items();
  EXPECT_THAT(Violations(request), ElementsAre("items: at most 10 items"));
}

TEST(Validator, TellsZeroFromAbsentWhereTheContractDoes) {
  EchoRequest request = Good();
  EXPECT_THAT(Violations(request), ElementsAre());
  request.set_count(0);
  EXPECT_THAT(Violations(request), ElementsAre("count: at least 1"));
}

TEST(Validator, ChecksBothEndsOfARange) {
  EchoRequest request = Good();
  request.set_number(-6);
  EXPECT_THAT(Violations(request), ElementsAre("number: at least -5"));
  request.set_number(-5);
  EXPECT_THAT(Violations(request), ElementsAre());
}

TEST(Validator, KnowsTheValuesOfAnEnum) {
  for (const int number : {-1, 2, 63, 64, 1000}) {
    EchoRequest request = Good();
    request.set_color(static_cast<testing::v1::Color>(number));
    EXPECT_THAT(Violations(request), ElementsAre("color: a known value of Color")) << number;
  }
}

TEST(Validator, MatchesPatternsAgainstTheWholeText) {
  EchoRequest request = Good();
  for (const char* division : {"x370100", "370100x", "370100\n", "３７０１００"}) {
    request.mutable_scope()->set_division(division);
    EXPECT_THAT(Violations(request), ElementsAre("scope.division: six digits")) << division;
  }
}

TEST(Validator, RefusesNulInText) {
  EchoRequest request = Good();
  request.set_short_(std::string("a\0b", 3));
  EXPECT_THAT(Violations(request), ElementsAre("short: text without the character NUL"));
}

TEST(Validator, WantsDaysAndInstantsThatExist) {
  EchoRequest request = Good();
  auto* item = request.add_items();
  item->set_name("a");
  item->mutable_day()->set_year(2023);
  item->mutable_day()->set_month(2);
  item->mutable_day()->set_day(29);
  request.mutable_time()->set_nanos(1000000000);
  EXPECT_THAT(Violations(request), ElementsAre("items[0].day: an existing day",
                                               "time: an instant of the years 1 to 9999"));
  item->mutable_day()->set_year(2024);
  request.mutable_time()->set_nanos(0);
  request.mutable_time()->set_seconds(253402300800);
  EXPECT_THAT(Violations(request), ElementsAre("time: an instant of the years 1 to 9999"));
}

TEST(Validator, LooksIntoMaps) {
  EchoRequest request = Good();
  (*request.mutable_named())["k"].set_name("");
  EXPECT_THAT(Violations(request), ElementsAre("named[0].value.name: a value"));
}

TEST(Validator, StopsAtThirtyTwoViolations) {
  EchoRequest request = Good();
  for (int i = 0; i < 10; ++i) {
    auto* item = request.add_items();
    for (int j = 0; j < 900; ++j) item->add_children();
  }
  EXPECT_EQ(Violations(request).size(), 32u);
}

TEST(Validator, RepeatsNoValueOfTheMessage) {
  EchoRequest request = Good();
  request.mutable_scope()->set_division("370102199003077654");
  for (const std::string& violation : Violations(request)) {
    EXPECT_THAT(violation, ::testing::Not(HasSubstr("1990")));
  }
}

TEST(Validator, IsNotMadeFromRulesThatDoNotFit) {
  for (const auto* type :
       {testing::v1::PatternOfNumber::descriptor(), testing::v1::BrokenPattern::descriptor(),
        testing::v1::RangeOfText::descriptor(), testing::v1::ItemsOfOne::descriptor()}) {
    const absl::Status status = Validator::Create(*type).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << type->name();
    EXPECT_THAT(std::string(status.message()), HasSubstr(type->name()));
  }
}

}  // namespace
}  // namespace xuefen::rpc
