#include "libs/rpc/status.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "libs/base/reason_text.h"
#include "libs/base/refusal.h"

namespace xuefen::rpc {
namespace {

constexpr char kDomain[] = "xuefen";
constexpr char kRetryDelayKey[] = "xuefen/retry_delay_ms";
constexpr char kTraceIdKey[] = "xuefen/trace_id";
// The details travel in base64, beside other trailers, in at most 8 KiB.
constexpr std::size_t kMaxDetailBytes = 5 * 1024;

std::optional<std::string> PayloadOf(const absl::Status& status, absl::string_view key) {
  const absl::optional<absl::Cord> payload = status.GetPayload(key);
  if (!payload.has_value()) return std::nullopt;
  return std::string(*payload);
}

// What is worth trying again, and when.
constexpr struct {
  Reason reason;
  int milliseconds;
} kDefaultDelays[] = {
    {Reason::CONFLICT_RETRY, 20},
    {Reason::NOT_FRESH_ENOUGH, 100},
    {Reason::OVERLOADED, 200},
    {Reason::STORAGE_UNAVAILABLE, 1000},
    {Reason::UPSTREAM_UNAVAILABLE, 1000},
    {Reason::SHUTTING_DOWN, 1000},
};

std::optional<absl::Duration> DefaultDelay(Reason reason) {
  for (const auto& delay : kDefaultDelays) {
    if (delay.reason == reason) return absl::Milliseconds(delay.milliseconds);
  }
  return std::nullopt;
}

void AddReason(const absl::Status& status, Reason reason, google::rpc::Status& out) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(ReasonName(reason)));
  info.set_domain(kDomain);
  for (const auto& [key, value] : MetadataOf(status)) (*info.mutable_metadata())[key] = value;
  out.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage localized;
  localized.set_locale("zh-CN");
  localized.set_message(std::string(ReasonText(reason, Language::kChinese)));
  out.add_details()->PackFrom(localized);
}

// As many violations as fit.
void AddViolations(const absl::Status& status, google::rpc::Status& out) {
  google::rpc::BadRequest bad;
  const std::vector<FieldViolation> violations = ViolationsOf(status);
  std::size_t size = out.ByteSizeLong();
  for (const FieldViolation& violation : violations) {
    size += violation.field.size() + violation.description.size() + 16;
    if (size > kMaxDetailBytes) break;
    auto* added = bad.add_field_violations();
    added->set_field(violation.field);
    added->set_description(violation.description);
  }
  if (!violations.empty()) out.add_details()->PackFrom(bad);
}

void AddRetryDelay(const absl::Status& status, google::rpc::Status& out) {
  const std::optional<absl::Duration> delay = RetryDelayOf(status);
  if (!delay.has_value()) return;
  google::rpc::RetryInfo info;
  const std::int64_t milliseconds = absl::ToInt64Milliseconds(*delay);
  info.mutable_retry_delay()->set_seconds(milliseconds / 1000);
  info.mutable_retry_delay()->set_nanos(static_cast<int>(milliseconds % 1000) * 1000000);
  out.add_details()->PackFrom(info);
}

// The first detail of type `Detail`, if there is one.
template <typename Detail>
std::optional<Detail> Find(const google::rpc::Status& status) {
  Detail detail;
  for (const google::protobuf::Any& any : status.details()) {
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

absl::Status WithReason(const google::rpc::Status& status) {
  const absl::Status plain(static_cast<absl::StatusCode>(status.code()), status.message());
  const auto info = Find<google::rpc::ErrorInfo>(status);
  if (!info.has_value() || info->domain() != kDomain) return plain;
  const std::optional<Reason> reason = ReasonFromName(info->reason());
  if (!reason.has_value()) return plain;
  if (const auto bad = Find<google::rpc::BadRequest>(status);
      bad.has_value() && bad->field_violations_size() > 0) {
    std::vector<FieldViolation> violations;
    for (const auto& v : bad->field_violations())
      violations.push_back({v.field(), v.description()});
    return InvalidFields(violations);
  }
  return Refusal(*reason, status.message(),
                 Metadata(info->metadata().begin(), info->metadata().end()));
}

}  // namespace

absl::Status WithRetryDelay(absl::Status status, absl::Duration delay) {
  status.SetPayload(kRetryDelayKey, absl::Cord(absl::StrCat(absl::ToInt64Milliseconds(delay))));
  return status;
}

std::optional<absl::Duration> RetryDelayOf(const absl::Status& status) {
  std::int64_t milliseconds = 0;
  if (const auto payload = PayloadOf(status, kRetryDelayKey);
      payload.has_value() && absl::SimpleAtoi(*payload, &milliseconds)) {
    return absl::Milliseconds(milliseconds);
  }
  const std::optional<Reason> reason = ReasonOf(status);
  return reason.has_value() ? DefaultDelay(*reason) : std::nullopt;
}

std::string TraceIdOf(const absl::Status& status) {
  return PayloadOf(status, kTraceIdKey).value_or("");
}

absl::Status Public(const absl::Status& status) {
  const std::optional<Reason> reason = ReasonOf(status);
  if (status.ok() || (reason.has_value() && reason != Reason::INTERNAL)) return status;
  switch (status.code()) {
    case absl::StatusCode::kCancelled: return absl::CancelledError("the caller has gone");
    case absl::StatusCode::kDeadlineExceeded:
      return Refusal(Reason::DEADLINE_TOO_SHORT, "the deadline has passed");
    case absl::StatusCode::kUnavailable:
      return Refusal(Reason::UPSTREAM_UNAVAILABLE, "a service this one needs cannot be reached");
    default: return Refusal(Reason::INTERNAL, "a fault of the service; quote the trace id");
  }
}

google::rpc::Status ToRpcStatus(const absl::Status& status, absl::string_view trace_id) {
  google::rpc::Status out;
  if (status.ok()) return out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(std::string(status.message()));
  if (const auto reason = ReasonOf(status); reason.has_value()) AddReason(status, *reason, out);
  AddRetryDelay(status, out);
  google::rpc::RequestInfo request;
  request.set_request_id(std::string(trace_id));
  out.add_details()->PackFrom(request);
  AddViolations(status, out);
  return out;
}

grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view trace_id) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status wire = ToRpcStatus(status, trace_id);
  return grpc::Status(static_cast<grpc::StatusCode>(wire.code()), wire.message(),
                      wire.SerializeAsString());
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  if (status.code() == 0) return absl::OkStatus();
  absl::Status result = WithReason(status);
  if (const auto retry = Find<google::rpc::RetryInfo>(status); retry.has_value()) {
    result = WithRetryDelay(result, absl::Seconds(retry->retry_delay().seconds()) +
                                        absl::Nanoseconds(retry->retry_delay().nanos()));
  }
  if (const auto request = Find<google::rpc::RequestInfo>(status); request.has_value()) {
    result.SetPayload(kTraceIdKey, absl::Cord(request->request_id()));
  }
  return result;
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  google::rpc::Status wire;
  if (!wire.ParseFromString(status.error_details()) ||
      wire.code() != static_cast<int>(status.error_code())) {
    wire.Clear();
  }
  wire.set_code(status.error_code());
  wire.set_message(status.error_message());
  return FromRpcStatus(wire);
}

}  // namespace xuefen::rpc
