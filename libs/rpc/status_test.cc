#include "libs/rpc/status.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "libs/base/reason_text.h"
#include "libs/base/refusal.h"
#include "xuefen/common/v1/reason.pb.h"

namespace xuefen::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(Reasons, AreTheSameInTheContractAndInTheCode) {
  const auto* contract = common::v1::Reason_descriptor();
  ASSERT_EQ(static_cast<std::size_t>(contract->value_count()), AllReasons().size() + 1);
  EXPECT_EQ(contract->value(0)->name(), "REASON_UNSPECIFIED");
  for (std::size_t i = 0; i < AllReasons().size(); ++i) {
    EXPECT_EQ(contract->value(static_cast<int>(i) + 1)->name(),
              absl::StrCat("REASON_", ReasonName(AllReasons()[i])));
  }
}

TEST(ReasonText, HasASentenceOfItsOwnForEveryReason) {
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    std::vector<std::string> seen;
    for (const Reason reason : AllReasons()) {
      const std::string text(ReasonText(reason, language));
      EXPECT_THAT(text, Not(testing::IsEmpty())) << ReasonName(reason);
      EXPECT_THAT(seen, Not(testing::Contains(text))) << ReasonName(reason);
      EXPECT_TRUE(absl::EndsWith(text, language == Language::kChinese ? "。" : "."))
          << ReasonName(reason);
      seen.push_back(text);
    }
  }
}

TEST(Status, KeepsEveryReasonOnItsWay) {
  for (const Reason reason : AllReasons()) {
    if (reason == Reason::FIELD_INVALID) continue;
    const absl::Status sent = Refusal(reason, "message", {{"a", "1"}, {"b", "2"}});
    const absl::Status got = FromGrpcStatus(ToGrpcStatus(sent, "trace"));
    EXPECT_EQ(got.code(), sent.code());
    EXPECT_EQ(got.message(), "message");
    EXPECT_EQ(ReasonOf(got), reason);
    EXPECT_THAT(MetadataOf(got), UnorderedElementsAre(Pair("a", "1"), Pair("b", "2")));
    EXPECT_EQ(RetryDelayOf(got), RetryDelayOf(sent));
    EXPECT_EQ(TraceIdOf(got), "trace");
  }
}

TEST(Status, KeepsViolationsInTheirOrder) {
  const absl::Status got = FromGrpcStatus(
      ToGrpcStatus(InvalidFields({{"z", "first"}, {"a", "second"}, {"z", "third"}}), "t"));
  ASSERT_EQ(ViolationsOf(got).size(), 3u);
  EXPECT_EQ(ViolationsOf(got)[2].description, "third");
  EXPECT_EQ(ViolationsOf(got)[1].field, "a");
}

TEST(Status, SpeaksChinese) {
  const google::rpc::Status wire = ToRpcStatus(Refusal(Reason::NOT_FOUND, "m"), "t");
  google::rpc::LocalizedMessage localized;
  bool found = false;
  for (const auto& any : wire.details()) found |= any.UnpackTo(&localized);
  ASSERT_TRUE(found);
  EXPECT_EQ(localized.locale(), "zh-CN");
  EXPECT_EQ(localized.message(), "没有找到。");
}

TEST(Status, FitsIntoTrailers) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < 1000; ++i)
    violations.push_back({absl::StrCat("field", i), std::string(100, 'x')});
  const grpc::Status status = ToGrpcStatus(InvalidFields(violations), "t");
  EXPECT_LT(status.error_details().size(), 6000u);
  EXPECT_GT(ViolationsOf(FromGrpcStatus(status)).size(), 10u);
}

TEST(Status, KeepsItsRetryDelay) {
  const absl::Status sent =
      WithRetryDelay(Refusal(Reason::OVERLOADED, "m"), absl::Milliseconds(1250));
  EXPECT_EQ(RetryDelayOf(FromGrpcStatus(ToGrpcStatus(sent, "t"))), absl::Milliseconds(1250));
  EXPECT_EQ(RetryDelayOf(Refusal(Reason::NOT_FOUND, "m")), std::nullopt);
}

TEST(Public, HidesFaults) {
  for (const absl::Status& fault :
       {absl::InternalError("SELECT secret"), absl::UnknownError("SELECT secret"),
        absl::NotFoundError("SELECT secret"), absl::DataLossError("SELECT secret"),
        absl::FailedPreconditionError("SELECT secret"),
        Refusal(Reason::INTERNAL, "SELECT secret")}) {
    const absl::Status shown = Public(fault);
    EXPECT_EQ(shown.code(), absl::StatusCode::kInternal);
    EXPECT_EQ(ReasonOf(shown), Reason::INTERNAL);
    EXPECT_THAT(std::string(shown.message()), Not(HasSubstr("secret")));
  }
}

TEST(Public, LetsRefusalsAndEndingsThrough) {
  EXPECT_TRUE(Public(absl::OkStatus()).ok());
  EXPECT_EQ(Public(Refusal(Reason::NOT_FOUND, "m")).message(), "m");
  EXPECT_EQ(ReasonOf(Public(absl::UnavailableError("10.0.0.1:5"))), Reason::UPSTREAM_UNAVAILABLE);
  EXPECT_EQ(ReasonOf(Public(absl::DeadlineExceededError("x"))), Reason::DEADLINE_TOO_SHORT);
  EXPECT_EQ(Public(absl::CancelledError("x")).code(), absl::StatusCode::kCancelled);
}

TEST(FromGrpcStatus, OutlivesDamagedAndForeignDetails) {
  const grpc::Status damaged(grpc::StatusCode::NOT_FOUND, "m", "\xff\xff\xff");
  EXPECT_EQ(FromGrpcStatus(damaged).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(FromGrpcStatus(damaged)), std::nullopt);
  const grpc::Status none(grpc::StatusCode::UNAVAILABLE, "connection refused");
  EXPECT_EQ(FromGrpcStatus(none).message(), "connection refused");
  google::rpc::Status foreign;
  foreign.set_code(5);
  google::rpc::ErrorInfo info;
  info.set_reason("NOT_FOUND");
  info.set_domain("elsewhere");
  foreign.add_details()->PackFrom(info);
  EXPECT_EQ(ReasonOf(FromRpcStatus(foreign)), std::nullopt);
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

}  // namespace
}  // namespace xuefen::rpc
