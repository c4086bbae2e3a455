#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "absl/status/status.h"
#include "libs/rpc/method.h"

namespace xuefen::rpc::internal {

// Begins one stream in which every message of the caller is answered by exactly one, in order. A
// message that is refused is answered with its reason in the field `status` and harms no other.
// Several are in work at once; while as many as allowed are, the stream is not read, and flow
// control holds the caller back.
//
// The stream ends with OK when the caller has sent its last message and all are answered. When the
// server stops, it ends with SHUTTING_DOWN after the messages already read are answered.
grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* StartBidi(
    const Method& method, grpc::CallbackServerContext& context);

// FAILED_PRECONDITION unless the response has a field `google.rpc.Status status`.
absl::Status CheckBidiResponse(const google::protobuf::MethodDescriptor& method);

}  // namespace xuefen::rpc::internal
