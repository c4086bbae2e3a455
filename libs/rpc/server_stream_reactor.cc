#include "libs/rpc/server_stream_reactor.h"

#include <grpcpp/alarm.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/rpc/finish.h"
#include "libs/rpc/message_bytes.h"

namespace xuefen::rpc::internal {
namespace {

using grpc::ByteBuffer;

// One thing happens at a time: opening, asking, writing or sleeping; each starts the next. So there
// is nothing to lock but the alarm, which a vanishing caller or a stopping server cuts short.
class ServerStreamReactor final : public grpc::ServerWriteReactor<ByteBuffer>,
                                  public std::enable_shared_from_this<ServerStreamReactor> {
 public:
  ServerStreamReactor(const Method& method, grpc::CallbackServerContext& context)
      : method_(method), context_(context) {}

  void Start(const ByteBuffer& bytes) {
    self_ = shared_from_this();
    method_.CountStart();
    const absl::Status status = Prepare(bytes);
    if (!status.ok()) return End(status);
    stream_id_ = method_.runtime().streams.Add([weak = weak_from_this()] {
      if (const auto self = weak.lock(); self != nullptr) self->Interrupt(self->stopping_);
    });
    method_.WhenFresh(*call_, *request_, [self = self_](const absl::Status& fresh) {
      if (!fresh.ok()) return self->End(fresh);
      if (!self->method_.runtime().workers.TryRun([self] { self->Open(); })) {
        self->End(Refusal(Reason::OVERLOADED, "too many requests are waiting"));
      }
    });
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return End(absl::CancelledError());
    Continue();
  }

  void OnCancel() override {
    if (call_ != nullptr) call_->Cancel();
    Interrupt(cancelled_);
  }

  void OnDone() override {
    if (stream_id_ >= 0) method_.runtime().streams.Remove(stream_id_);
    self_.reset();
  }

 private:
  absl::Status Prepare(const ByteBuffer& bytes) {
    absl::StatusOr<std::shared_ptr<Call>> call = method_.Begin(context_, trace_);
    if (!call.ok()) return call.status();
    call_ = *std::move(call);
    request_ = method_.NewRequest();
    return method_.Read(*call_, bytes, *request_);
  }

  void Open() {
    absl::StatusOr<std::unique_ptr<Source>> source = method_.open(call_, *request_);
    if (!source.ok()) return End(source.status());
    source_ = *std::move(source);
    Ask();
  }

  // On a worker.
  void Ask() {
    if (interrupted()) return End(StatusWhenInterrupted());
    const absl::Status welcome = method_.CheckStillWelcome(context_);
    if (!welcome.ok()) return End(welcome);
    const absl::StatusOr<bool> something = source_->Next();
    if (!something.ok()) return End(StatusOfSource(something.status()));
    if (!*something) return Sleep();
    if (!SerializeMessage(source_->response(), bytes_)) {
      return End(absl::InternalError("the response is too large to serialize"));
    }
    method_.CountSent();
    StartWrite(&bytes_);
  }

  // Asks again as soon as a worker is free. A full queue is no reason to break a stream.
  void Continue() {
    if (!method_.runtime().workers.TryRun([self = shared_from_this()] { self->Ask(); })) Sleep();
  }

  void Sleep() {
    const std::lock_guard lock(alarm_mutex_);
    // Cutting short an alarm that is not yet set does nothing, so ask here.
    const absl::Duration pause =
        interrupted() ? absl::ZeroDuration() : method_.server_stream.poll_interval;
    alarm_.Set(absl::ToChronoTime(absl::Now() + pause),
               // Not a shared pointer: the alarm keeps its callback, and this keeps the alarm.
               [weak = weak_from_this()](bool) {
                 if (const auto self = weak.lock(); self != nullptr) self->Wake();
               });
  }

  void Wake() {
    if (interrupted()) return End(StatusWhenInterrupted());
    Continue();
  }

  void Interrupt(std::atomic<bool>& why) {
    why = true;
    const std::lock_guard lock(alarm_mutex_);
    alarm_.Cancel();
  }

  bool interrupted() const { return cancelled_ || stopping_; }

  absl::Status StatusWhenInterrupted() const {
    if (cancelled_) return absl::CancelledError();
    return Refusal(Reason::SHUTTING_DOWN, "the service is stopping; follow again");
  }

  static absl::Status StatusOfSource(const absl::Status& status) {
    const bool complete =
        status.code() == absl::StatusCode::kOutOfRange && !ReasonOf(status).has_value();
    return complete ? absl::OkStatus() : status;
  }

  void End(const absl::Status& status) {
    Finish(
        FinalStatus(method_.End(status, trace_, call_.get(), began_), trace_.trace_id, context_));
  }

  const Method& method_;
  grpc::CallbackServerContext& context_;
  const absl::Time began_ = absl::Now();
  Trace trace_;
  std::shared_ptr<Call> call_;
  std::unique_ptr<Message> request_;
  std::unique_ptr<Source> source_;
  ByteBuffer bytes_;
  int stream_id_ = -1;
  std::atomic<bool> cancelled_{false};
  std::atomic<bool> stopping_{false};
  std::mutex alarm_mutex_;
  grpc::Alarm alarm_;
  std::shared_ptr<ServerStreamReactor> self_;
};

}  // namespace

grpc::ServerWriteReactor<ByteBuffer>* StartServerStream(const Method& method,
                                                        grpc::CallbackServerContext& context,
                                                        const ByteBuffer& request) {
  const auto reactor = std::make_shared<ServerStreamReactor>(method, context);
  reactor->Start(request);
  return reactor.get();
}

}  // namespace xuefen::rpc::internal
