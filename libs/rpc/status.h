#pragma once

#include <grpcpp/support/status.h>

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace xuefen::rpc {

// `status` with the advice to try again after `delay`: RetryInfo on the wire.
absl::Status WithRetryDelay(absl::Status status, absl::Duration delay);
// What WithRetryDelay or a server said; for a refusal that is worth trying again, a default.
std::optional<absl::Duration> RetryDelayOf(const absl::Status& status);

// The trace id a server answered with, to be quoted when asking for help; empty when there is none.
std::string TraceIdOf(const absl::Status& status);

// What may leave the process of a handler's status. A refusal leaves as it is, and so do CANCELLED
// and DEADLINE_EXCEEDED. UNAVAILABLE without a reason is an upstream that cannot be reached.
// Anything else is a fault whose words could tell secrets: INTERNAL, with no words of its own.
absl::Status Public(const absl::Status& status);

// The error model on the wire, with ErrorInfo, BadRequest, RetryInfo, RequestInfo (the trace id)
// and LocalizedMessage (zh-CN). `status` should be Public. Small enough for the 8 KiB of trailers
// that every client accepts: of very many violations the last are left out.
google::rpc::Status ToRpcStatus(const absl::Status& status, absl::string_view trace_id);
grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view trace_id);

// For clients: the same back, so that ReasonOf, MetadataOf, ViolationsOf, RetryDelayOf and
// TraceIdOf work. A reason this program does not know leaves only code and message.
absl::Status FromRpcStatus(const google::rpc::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace xuefen::rpc
