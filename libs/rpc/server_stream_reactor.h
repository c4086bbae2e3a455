#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "libs/rpc/method.h"

namespace xuefen::rpc::internal {

// Begins one stream of answers. The source is opened and asked on workers, never by two at once;
// between two questions the stream holds no thread. When the server stops, the stream ends with
// SHUTTING_DOWN.
grpc::ServerWriteReactor<grpc::ByteBuffer>* StartServerStream(const Method& method,
                                                              grpc::CallbackServerContext& context,
                                                              const grpc::ByteBuffer& request);

}  // namespace xuefen::rpc::internal
