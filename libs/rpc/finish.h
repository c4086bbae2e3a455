#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace xuefen::rpc::internal {

// The status a call ends with. Also tells retrying gRPC clients how long to wait. Call it once,
// before Finish; `status` is Public.
grpc::Status FinalStatus(const absl::Status& status, absl::string_view trace_id,
                         grpc::CallbackServerContext& context);

}  // namespace xuefen::rpc::internal
