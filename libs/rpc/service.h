#pragma once

#include <google/protobuf/descriptor.h>
#include <grpcpp/impl/service_type.h>

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/rpc/handlers.h"
#include "libs/rpc/method.h"
#include "libs/rpc/runtime.h"

namespace xuefen::rpc {

// One gRPC service, built from its contract while the program starts. Every method goes through the
// same checks, in this order, before its handler sees it:
//
//   the caller's certificate, its role, the time left, the room for it, the bytes, the field rules,
//   the scope, the freshness it asks for
//
// What a contract or a registration lacks is remembered and told by Check, so that registering
// needs no error handling. A method without a handler answers METHOD_NOT_IMPLEMENTED. Made by
// Server::AddService.
class Service final : public grpc::Service {
 public:
  // Both must outlive the service.
  Service(const google::protobuf::ServiceDescriptor& descriptor, Runtime& runtime);
  ~Service() override;

  // A handler that may block, such as one that asks the database; and what answers in its place
  // when it can.
  template <typename Request, typename Response>
  void Unary(absl::string_view method, Handler<Request, Response> handler,
             Recall<Request> recall = nullptr) {
    SetRun<Request, Response>(
        method, internal::Erase(std::move(handler)),
        {.on_worker = true, .recall = internal::Erase<Request>(std::move(recall))});
  }

  // A handler that does not block and answers later, such as one that hands over to the ledger's
  // lanes.
  template <typename Request, typename Response>
  void AsyncUnary(absl::string_view method, AsyncHandler<Request, Response> handler,
                  HasRoom has_room = nullptr) {
    SetRun<Request, Response>(method, internal::Erase(std::move(handler)),
                              {.has_room = std::move(has_room)});
  }

  // Every message of the stream is answered by one message, in order. A refusal goes into the field
  // `google.rpc.Status status` of the answer, which the response must have; the stream goes on.
  template <typename Request, typename Response>
  void BidiStream(absl::string_view method, AsyncHandler<Request, Response> handler,
                  BidiOptions options = {}, HasRoom has_room = nullptr) {
    SetRun<Request, Response>(
        method, internal::Erase(std::move(handler)),
        {.client_streaming = true, .bidi = options, .has_room = std::move(has_room)});
  }

  // One message of the caller, any number of answers.
  template <typename Request, typename Response>
  void ServerStream(absl::string_view method, StreamFactory<Request, Response> factory,
                    ServerStreamOptions options = {}) {
    if (internal::Method* found = Find(method, Request::descriptor(), Response::descriptor(),
                                       /*client_streaming=*/false, /*server_streaming=*/true);
        found != nullptr) {
      found->open = internal::Erase(std::move(factory));
      found->server_stream = options;
    }
  }

  // FAILED_PRECONDITION with everything that keeps this service from starting.
  absl::Status Check() const;

  const google::protobuf::ServiceDescriptor& descriptor() const { return descriptor_; }

 private:
  struct Shape {
    bool on_worker = false;
    bool client_streaming = false;
    BidiOptions bidi = {};
    internal::RecallBytes recall = nullptr;
    HasRoom has_room = nullptr;
  };

  template <typename Request, typename Response>
  void SetRun(absl::string_view method, internal::RunRequest run, Shape shape) {
    if (internal::Method* found = Find(method, Request::descriptor(), Response::descriptor(),
                                       shape.client_streaming, shape.client_streaming);
        found != nullptr) {
      found->run = std::move(run);
      found->on_worker = shape.on_worker;
      found->bidi = shape.bidi;
      found->recall = std::move(shape.recall);
      found->has_room = std::move(shape.has_room);
    }
  }

  // The method to register, or null when it is none of this shape or has a handler already.
  internal::Method* Find(absl::string_view name, const google::protobuf::Descriptor* request,
                         const google::protobuf::Descriptor* response, bool client_streaming,
                         bool server_streaming);
  void Expose(const internal::Method& method);

  const google::protobuf::ServiceDescriptor& descriptor_;
  std::vector<std::unique_ptr<internal::Method>> methods_;
  std::vector<std::string> faults_;
};

}  // namespace xuefen::rpc
