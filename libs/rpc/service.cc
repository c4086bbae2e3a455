#include "libs/rpc/service.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/support/byte_buffer.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/rpc/bidi_reactor.h"
#include "libs/rpc/server_stream_reactor.h"
#include "libs/rpc/unary_reactor.h"

namespace xuefen::rpc {
namespace {

using google::protobuf::MethodDescriptor;
using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::internal::MethodHandler;
using grpc::internal::RpcMethod;
using grpc::internal::RpcServiceMethod;

RpcMethod::RpcType TypeOf(const MethodDescriptor& method) {
  if (method.client_streaming()) return RpcMethod::BIDI_STREAMING;
  return method.server_streaming() ? RpcMethod::SERVER_STREAMING : RpcMethod::NORMAL_RPC;
}

// What the generated classes WithRawCallbackMethod_... make.
MethodHandler* RawHandlerOf(const internal::Method& method) {
  switch (TypeOf(method.descriptor())) {
    case RpcMethod::NORMAL_RPC:
      return new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
          [&method](CallbackServerContext* context, const ByteBuffer* request,
                    ByteBuffer* response) {
            return internal::StartUnary(method, *context, *request, *response);
          });
    case RpcMethod::SERVER_STREAMING:
      return new grpc::internal::CallbackServerStreamingHandler<ByteBuffer, ByteBuffer>(
          [&method](CallbackServerContext* context, const ByteBuffer* request) {
            return internal::StartServerStream(method, *context, *request);
          });
    default:
      return new grpc::internal::CallbackBidiHandler<ByteBuffer, ByteBuffer>(
          [&method](CallbackServerContext* context) {
            return internal::StartBidi(method, *context);
          });
  }
}

}  // namespace

Service::Service(const google::protobuf::ServiceDescriptor& descriptor, Runtime& runtime)
    : descriptor_(descriptor) {
  for (int i = 0; i < descriptor.method_count(); ++i) {
    auto method = internal::Method::Create(*descriptor.method(i), runtime);
    if (!method.ok()) {
      faults_.emplace_back(method.status().message());
      continue;
    }
    methods_.push_back(*std::move(method));
    Expose(*methods_.back());
  }
}

Service::~Service() = default;

void Service::Expose(const internal::Method& method) {
  // gRPC keeps the pointer to the name.
  AddMethod(new RpcServiceMethod(method.path().c_str(), TypeOf(method.descriptor()), nullptr));
  MarkMethodRawCallback(static_cast<int>(methods_.size()) - 1, RawHandlerOf(method));
}

internal::Method* Service::Find(absl::string_view name, const google::protobuf::Descriptor* request,
                                const google::protobuf::Descriptor* response, bool client_streaming,
                                bool server_streaming) {
  for (const auto& method : methods_) {
    const MethodDescriptor& found = method->descriptor();
    if (found.name() != name) continue;
    if (found.input_type() != request || found.output_type() != response ||
        found.client_streaming() != client_streaming ||
        found.server_streaming() != server_streaming) {
      faults_.push_back(absl::StrCat(found.full_name(), ": the handler is of another type"));
      return nullptr;
    }
    if (method->implemented()) {
      faults_.push_back(absl::StrCat(found.full_name(), ": has two handlers"));
      return nullptr;
    }
    if (client_streaming) {
      const absl::Status fits = internal::CheckBidiResponse(found);
      if (!fits.ok()) faults_.emplace_back(fits.message());
    }
    return method.get();
  }
  faults_.push_back(absl::StrCat(descriptor_.full_name(), ": has no usable method ", name));
  return nullptr;
}

absl::Status Service::Check() const {
  if (faults_.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrJoin(faults_, "; "));
}

}  // namespace xuefen::rpc
