#include "libs/rpc/method.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/log/log.h"
#include "libs/rpc/message_bytes.h"
#include "libs/rpc/status.h"
#include "libs/tokens/freshness.h"

namespace xuefen::rpc::internal {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

// Looking at so little costs less than the call itself.
constexpr std::size_t kSmallBytes = 4096;
constexpr char kFreshnessField[] = "at_least_as_fresh_as";
// Of gRPC's clients, on every attempt but the first.
constexpr char kAttemptsHeader[] = "grpc-previous-rpc-attempts";

const char* TypeOf(const MethodDescriptor& method) {
  if (method.client_streaming()) return method.server_streaming() ? "bidi_stream" : "client_stream";
  return method.server_streaming() ? "server_stream" : "unary";
}

absl::string_view TraceHeaderOf(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(kTraceHeader);
  if (found == metadata.end()) return "";
  return absl::string_view(found->second.data(), found->second.size());
}

std::unique_ptr<Message> NewOf(const google::protobuf::Descriptor& type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Method>> Method::Create(const MethodDescriptor& descriptor,
                                                       Runtime& runtime) {
  XUEFEN_ASSIGN_OR_RETURN(AccessRule access, AccessRule::Create(descriptor));
  XUEFEN_ASSIGN_OR_RETURN(Validator validator, Validator::Create(*descriptor.input_type()));
  if (descriptor.client_streaming() && !descriptor.server_streaming()) {
    return absl::FailedPreconditionError(
        absl::StrCat(descriptor.full_name(), ": client streams are not served"));
  }
  std::unique_ptr<Method> method(
      new Method(descriptor, runtime, std::move(access), std::move(validator)));
  const FieldDescriptor* freshness = descriptor.input_type()->FindFieldByName(kFreshnessField);
  if (freshness != nullptr &&
      (freshness->type() != FieldDescriptor::TYPE_STRING || freshness->is_repeated())) {
    return absl::FailedPreconditionError(
        absl::StrCat(freshness->full_name(), ": want one text field"));
  }
  method->freshness_ = freshness;
  if (runtime.metrics != nullptr) {
    method->metrics_ = metrics::MethodMetrics(*runtime.metrics, descriptor.service()->full_name(),
                                              descriptor.name(), TypeOf(descriptor));
  }
  return method;
}

Method::Method(const MethodDescriptor& descriptor, Runtime& runtime, AccessRule access,
               Validator validator)
    : descriptor_(descriptor),
      path_(absl::StrCat("/", descriptor.service()->full_name(), "/", descriptor.name())),
      runtime_(runtime),
      access_(std::move(access)),
      validator_(std::move(validator)) {}

absl::Time Method::DeadlineOf(const grpc::CallbackServerContext& context) const {
  const auto deadline = context.deadline();
  if (deadline != std::chrono::system_clock::time_point::max()) return absl::FromChrono(deadline);
  const bool unary = !descriptor_.client_streaming() && !descriptor_.server_streaming();
  return unary ? absl::Now() + runtime_.limits.default_deadline : absl::InfiniteFuture();
}

absl::StatusOr<std::shared_ptr<Call>> Method::Begin(const grpc::CallbackServerContext& context,
                                                    Trace& trace) const {
  trace = Trace::FromHeader(TraceHeaderOf(context));
  if (context.client_metadata().count(kAttemptsHeader) > 0) runtime_.retries.Add();
  XUEFEN_ASSIGN_OR_RETURN(Principal principal, PrincipalOf(*context.auth_context()));
  XUEFEN_RETURN_IF_ERROR(CheckStillWelcome(context));
  XUEFEN_RETURN_IF_ERROR(access_.CheckRole(principal));
  if (!implemented()) {
    return Refusal(Reason::METHOD_NOT_IMPLEMENTED, "this release does not have this method");
  }
  const absl::Time deadline = DeadlineOf(context);
  if (deadline - absl::Now() < runtime_.limits.least_time) {
    return Refusal(Reason::DEADLINE_TOO_SHORT, "no time is left to answer");
  }
  return std::make_shared<Call>(std::move(principal), path_, deadline, trace);
}

absl::StatusOr<Admission::Ticket> Method::Enter(const Call& call,
                                                const grpc::ByteBuffer& bytes) const {
  if (has_room != nullptr && bytes.Length() > kSmallBytes && !has_room()) {
    return Refusal(Reason::OVERLOADED, "too much of this work is waiting");
  }
  return runtime_.admission.Enter(call.principal().uri);
}

absl::Status Method::CheckStillWelcome(const grpc::CallbackServerContext& context) const {
  return runtime_.denied->Check(*context.auth_context());
}

absl::Status Method::Read(const Call& call, const grpc::ByteBuffer& bytes, Message& request) const {
  metrics_.Received();
  if (!ParseMessage(bytes, request)) {
    return Refusal(Reason::MESSAGE_UNREADABLE,
                   absl::StrCat("want bytes of a ", descriptor_.input_type()->full_name(),
                                " with text in UTF-8"));
  }
  access_.FillScope(call.principal(), request);
  XUEFEN_RETURN_IF_ERROR(validator_.Check(request));
  return access_.CheckScope(call.principal(), request);
}

void Method::WhenFresh(const Call& call, const Message& request,
                       std::function<void(absl::Status)> then) const {
  std::string scratch;
  const std::string& token = freshness_ == nullptr ? scratch
                                                   : request.GetReflection()->GetStringReference(
                                                         request, freshness_, &scratch);
  if (token.empty()) return then(absl::OkStatus());
  if (runtime_.tokens == nullptr || runtime_.gate == nullptr) {
    return then(Refusal(Reason::FRESHNESS_TOKEN_INVALID,
                        "at_least_as_fresh_as: this service follows nobody"));
  }
  const absl::StatusOr<tokens::Freshness> wanted = runtime_.tokens->OpenFreshness(token);
  if (!wanted.ok()) return then(wanted.status());
  const absl::Time patience = std::min(call.deadline() - runtime_.limits.least_time,
                                       absl::Now() + runtime_.limits.freshness_wait);
  runtime_.gate->WhenFresh(*wanted, patience, std::move(then));
}

void Method::Run(std::shared_ptr<Call> call, Message& request,
                 std::shared_ptr<Responder> responder) const {
  if (!on_worker) return run(std::move(call), request, std::move(responder));
  // The responder keeps the request alive.
  const bool accepted = runtime_.workers.TryRun([this, call, &request, responder] {
    // Waiting in the queue may have taken all of the time there was.
    if (call->cancelled()) {
      return responder->Answer(Refusal(Reason::DEADLINE_TOO_SHORT, "nobody waits any more"),
                               nullptr);
    }
    run(call, request, responder);
  });
  if (!accepted) {
    responder->Answer(Refusal(Reason::OVERLOADED, "too many requests are waiting"), nullptr);
  }
}

std::vector<log::Field> Method::LogFields(const Trace& trace, const Call* call) const {
  std::vector<log::Field> fields = {
      {"method", path_}, {"trace", trace.trace_id}, {"request", trace.span_id}};
  if (call != nullptr) fields.emplace_back("caller", call->principal().uri);
  return fields;
}

absl::Status Method::EndMessage(const absl::Status& status, const Trace& trace,
                                const Call* call) const {
  const absl::Status shown = Public(status);
  // Who has gone away knows it, and overload is counted: it must not make more work.
  if (shown.ok() || absl::IsCancelled(shown)) return shown;
  const std::optional<Reason> reason = ReasonOf(shown);
  if (reason.has_value()) runtime_.refusals.Count(*reason);
  if (absl::IsResourceExhausted(shown)) return shown;
  const bool fault = absl::IsInternal(shown);
  const std::optional<std::int64_t> left_out = runtime_.log_budget.Take(absl::Now());
  if (!fault && !left_out.has_value()) return shown;
  std::vector<log::Field> fields = LogFields(trace, call);
  fields.emplace_back("code", absl::StatusCodeToString(status.code()));
  if (reason.has_value()) fields.emplace_back("reason", ReasonName(*reason));
  if (fault) fields.emplace_back("fault", status.message());
  if (left_out.value_or(0) > 0) fields.emplace_back("left_out", *left_out);
  log::Write(fault ? log::Level::kError : log::Level::kInfo,
             fault ? "a call failed by a fault" : "a call was refused", fields);
  return shown;
}

absl::Status Method::End(const absl::Status& status, const Trace& trace, const Call* call,
                         absl::Time began) const {
  const absl::Status shown = EndMessage(status, trace, call);
  const absl::Duration took = absl::Now() - began;
  metrics_.Handled(static_cast<int>(shown.code()), took);
  if (log::Enabled(log::Level::kDebug)) {
    std::vector<log::Field> fields = LogFields(trace, call);
    fields.emplace_back("code", absl::StatusCodeToString(shown.code()));
    fields.emplace_back("took_us", took);
    log::Debug("a call ended", fields);
  }
  return shown;
}

std::unique_ptr<Message> Method::NewRequest() const { return NewOf(*descriptor_.input_type()); }
std::unique_ptr<Message> Method::NewResponse() const { return NewOf(*descriptor_.output_type()); }

}  // namespace xuefen::rpc::internal
