#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/log/log.h"
#include "libs/metrics/rpc_metrics.h"
#include "libs/rpc/access.h"
#include "libs/rpc/call.h"
#include "libs/rpc/handlers.h"
#include "libs/rpc/runtime.h"
#include "libs/rpc/validator.h"

namespace xuefen::rpc::internal {

// Everything about one method but the transport: the checks before the handler, in their order, and
// the figures after it. The reactors (unary_reactor.h and so on) call these steps. Immutable once
// serving.
class Method {
 public:
  // FAILED_PRECONDITION when the contract cannot be enforced: no access option, a rule that does
  // not fit.
  static absl::StatusOr<std::unique_ptr<Method>> Create(
      const google::protobuf::MethodDescriptor& descriptor, Runtime& runtime);

  // Step 1, before the body is looked at: who calls, may this role, is there time. A call that
  // fails here has no Call; where it belongs is in `trace` in any case.
  absl::StatusOr<std::shared_ptr<Call>> Begin(const grpc::CallbackServerContext& context,
                                              Trace& trace) const;

  // A place among the requests in work; OVERLOADED when there is none, or no room for what these
  // bytes ask for.
  absl::StatusOr<Admission::Ticket> Enter(const Call& call, const grpc::ByteBuffer& bytes) const;

  // Again for every message of a stream: a certificate may be withdrawn while one is open.
  absl::Status CheckStillWelcome(const grpc::CallbackServerContext& context) const;

  // Step 2: the bytes as a request that keeps the contract and stays within the caller's scope.
  // `request` is of the method's type.
  absl::Status Read(const Call& call, const grpc::ByteBuffer& bytes, Message& request) const;

  // Step 3: calls `then` once, when this service is as fresh as the request asks or it is clear
  // that it will not be.
  void WhenFresh(const Call& call, const Message& request,
                 std::function<void(absl::Status)> then) const;

  // Step 4 for unary methods and each message of a bidi stream: the handler, here or on a worker.
  void Run(std::shared_ptr<Call> call, Message& request,
           std::shared_ptr<Responder> responder) const;

  // Logs and counts the call, and returns what the caller may see. `call` is null for a call that
  // Begin refused.
  absl::Status End(const absl::Status& status, const Trace& trace, const Call* call,
                   absl::Time began) const;
  void CountStart() const { metrics_.Started(); }
  // For every message to the caller.
  void CountSent() const { metrics_.Sent(); }
  // The same for one message of a stream, of which only a failure is logged and counted.
  absl::Status EndMessage(const absl::Status& status, const Trace& trace, const Call* call) const;

  std::unique_ptr<Message> NewRequest() const;
  std::unique_ptr<Message> NewResponse() const;

  const google::protobuf::MethodDescriptor& descriptor() const { return descriptor_; }
  const std::string& path() const { return path_; }
  Runtime& runtime() const { return runtime_; }

  // Set by registration; both empty: METHOD_NOT_IMPLEMENTED.
  RunRequest run;
  bool on_worker = false;
  RecallBytes recall;  // may be empty
  HasRoom has_room;    // may be empty
  OpenSource open;
  BidiOptions bidi;
  ServerStreamOptions server_stream;

  bool implemented() const { return run != nullptr || open != nullptr; }

 private:
  Method(const google::protobuf::MethodDescriptor& descriptor, Runtime& runtime, AccessRule access,
         Validator validator);

  // What every line about a call has.
  std::vector<log::Field> LogFields(const Trace& trace, const Call* call) const;
  absl::Time DeadlineOf(const grpc::CallbackServerContext& context) const;

  const google::protobuf::MethodDescriptor& descriptor_;
  const std::string path_;
  Runtime& runtime_;
  const AccessRule access_;
  const Validator validator_;
  // The text field `at_least_as_fresh_as` of the request; null if it has none.
  const google::protobuf::FieldDescriptor* freshness_ = nullptr;
  // Counting changes nothing of the method.
  mutable metrics::MethodMetrics metrics_;
};

}  // namespace xuefen::rpc::internal
