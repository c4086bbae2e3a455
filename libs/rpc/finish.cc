#include "libs/rpc/finish.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/rpc/status.h"

namespace xuefen::rpc::internal {
namespace {

// gRPC's own clients wait this long before they try again.
constexpr char kPushback[] = "grpc-retry-pushback-ms";

}  // namespace

grpc::Status FinalStatus(const absl::Status& status, absl::string_view trace_id,
                         grpc::CallbackServerContext& context) {
  if (const std::optional<absl::Duration> delay = RetryDelayOf(status); delay.has_value()) {
    context.AddTrailingMetadata(kPushback, absl::StrCat(absl::ToInt64Milliseconds(*delay)));
  }
  return ToGrpcStatus(status, trace_id);
}

}  // namespace xuefen::rpc::internal
