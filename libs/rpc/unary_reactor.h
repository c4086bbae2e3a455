#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "libs/rpc/method.h"

namespace xuefen::rpc::internal {

// Begins one unary call. The reactor lives until gRPC is done with the call and the handler has
// answered, whichever is later.
grpc::ServerUnaryReactor* StartUnary(const Method& method, grpc::CallbackServerContext& context,
                                     const grpc::ByteBuffer& request, grpc::ByteBuffer& response);

}  // namespace xuefen::rpc::internal
