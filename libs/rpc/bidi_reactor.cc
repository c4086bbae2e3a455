#include "libs/rpc/bidi_reactor.h"

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/status.pb.h"
#include "libs/base/refusal.h"
#include "libs/rpc/finish.h"
#include "libs/rpc/message_bytes.h"
#include "libs/rpc/status.h"

namespace xuefen::rpc::internal {
namespace {

using google::protobuf::FieldDescriptor;
using grpc::ByteBuffer;

constexpr char kStatusField[] = "status";

const FieldDescriptor* StatusFieldOf(const google::protobuf::Descriptor& response) {
  const FieldDescriptor* field = response.FindFieldByName(kStatusField);
  const bool fits = field != nullptr && !field->is_repeated() &&
                    field->message_type() == google::rpc::Status::descriptor();
  return fits ? field : nullptr;
}

// One message of the caller and its answer. Used again for later messages, with its memory.
struct Exchange {
  std::unique_ptr<Message> request;
  Admission::Ticket ticket;
  ByteBuffer response;
  bool answered = false;
};

// Owns itself until OnDone; handlers that still run hold it too. `mutex_` guards everything that is
// declared after it. Operations are started under the lock: their reactions come on other stacks.
class BidiReactor final : public grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>,
                          public std::enable_shared_from_this<BidiReactor> {
 public:
  BidiReactor(const Method& method, grpc::CallbackServerContext& context)
      : method_(method), context_(context) {}

  void Start() {
    self_ = shared_from_this();
    method_.CountStart();
    absl::StatusOr<std::shared_ptr<Call>> call = method_.Begin(context_, trace_);
    if (!call.ok()) return End(call.status());
    call_ = *std::move(call);
    stream_id_ = method_.runtime().streams.Add([weak = weak_from_this()] {
      if (const auto self = weak.lock(); self != nullptr) self->EndSoon();
    });
    const std::lock_guard lock(mutex_);
    Step();
  }

  void OnReadDone(bool ok) override {
    std::shared_ptr<Exchange> exchange;
    ByteBuffer bytes;
    {
      const std::lock_guard lock(mutex_);
      reading_ = false;
      if (ended_) return;
      if (ok) {
        bytes.Swap(&incoming_);
        exchange = Enqueue();
      } else {
        complete_ = true;
      }
      Step();
    }
    if (exchange != nullptr) Begin(*exchange, bytes);
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    if (!ok) broken_ = true;
    Retire();
    Step();
  }

  void OnCancel() override {
    if (call_ != nullptr) call_->Cancel();
    const std::lock_guard lock(mutex_);
    broken_ = true;
    Step();
  }

  void OnDone() override {
    if (stream_id_ >= 0) method_.runtime().streams.Remove(stream_id_);
    self_.reset();
  }

 private:
  // The server stops: what has been read is still answered.
  void EndSoon() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    Step();
  }

  // A place at the end of the line. The caller of this starts the work on it, outside the lock.
  std::shared_ptr<Exchange> Enqueue() {
    std::shared_ptr<Exchange> exchange;
    if (idle_.empty()) {
      exchange = std::make_shared<Exchange>();
      exchange->request = method_.NewRequest();
    } else {
      exchange = std::move(idle_.back());
      idle_.pop_back();
    }
    exchange->answered = false;
    line_.push_back(exchange);
    return exchange;
  }

  // The first of the line is done with.
  void Retire() {
    line_.front()->response.Clear();
    idle_.push_back(std::move(line_.front()));
    line_.pop_front();
  }

  // Starts all that can be started.
  void Step() {
    if (ended_) return;
    while (broken_ && !writing_ && !line_.empty() && line_.front()->answered) Retire();
    if (!broken_ && !writing_ && !line_.empty() && line_.front()->answered) {
      writing_ = true;
      StartWrite(&line_.front()->response);
    }
    const bool wants_more = !broken_ && !complete_ && !stopping_;
    if (wants_more && !reading_ &&
        line_.size() < static_cast<std::size_t>(method_.bidi.in_flight)) {
      reading_ = true;
      StartRead(&incoming_);
    }
    if (!wants_more && line_.empty()) End(StatusAtEnd());
  }

  absl::Status StatusAtEnd() const {
    if (broken_) return absl::CancelledError();
    if (complete_) return absl::OkStatus();
    return Refusal(Reason::SHUTTING_DOWN, "the service is stopping; send the rest again");
  }

  // A pending read, if there is one, comes back unsuccessful and finds `ended_`.
  void End(const absl::Status& status) {
    ended_ = true;
    Finish(
        FinalStatus(method_.End(status, trace_, call_.get(), began_), trace_.trace_id, context_));
  }

  absl::Status Prepare(Exchange& exchange, const ByteBuffer& bytes) {
    absl::StatusOr<Admission::Ticket> ticket = method_.Enter(*call_, bytes);
    if (!ticket.ok()) return ticket.status();
    exchange.ticket = *std::move(ticket);
    const absl::Status welcome = method_.CheckStillWelcome(context_);
    if (!welcome.ok()) return welcome;
    return method_.Read(*call_, bytes, *exchange.request);
  }

  void Begin(Exchange& exchange, const ByteBuffer& bytes) {
    // The exchange stays in the line until it is answered, and this object as long as the
    // responder.
    const auto responder =
        std::make_shared<Responder>([self = shared_from_this(), &exchange](
                                        const absl::Status& status, const Message* response) {
          self->Answer(exchange, status, response);
        });
    const absl::Status status = Prepare(exchange, bytes);
    if (!status.ok()) return responder->Answer(status, nullptr);
    method_.WhenFresh(*call_, *exchange.request,
                      [this, &exchange, responder](const absl::Status& fresh) {
                        if (!fresh.ok()) return responder->Answer(fresh, nullptr);
                        method_.Run(call_, *exchange.request, responder);
                      });
  }

  void Answer(Exchange& exchange, const absl::Status& status, const Message* response) {
    ByteBuffer bytes;
    if (!status.ok() || !SerializeMessage(*response, bytes)) {
      const std::unique_ptr<Message> failure = FailureOf(
          status.ok() ? absl::InternalError("the response is too large to serialize") : status);
      SerializeMessage(*failure, bytes);
    }
    exchange.ticket.Release();
    method_.CountSent();
    const std::lock_guard lock(mutex_);
    exchange.response.Swap(&bytes);
    exchange.answered = true;
    Step();
  }

  std::unique_ptr<Message> FailureOf(const absl::Status& status) const {
    std::unique_ptr<Message> response = method_.NewResponse();
    const FieldDescriptor* field = StatusFieldOf(*response->GetDescriptor());
    Message* holder = response->GetReflection()->MutableMessage(response.get(), field);
    static_cast<google::rpc::Status*>(holder)->CopyFrom(
        ToRpcStatus(method_.EndMessage(status, trace_, call_.get()), trace_.trace_id));
    return response;
  }

  const Method& method_;
  grpc::CallbackServerContext& context_;
  const absl::Time began_ = absl::Now();
  Trace trace_;
  std::shared_ptr<Call> call_;
  int stream_id_ = -1;
  std::shared_ptr<BidiReactor> self_;

  std::mutex mutex_;
  ByteBuffer incoming_;
  bool reading_ = false;
  bool writing_ = false;
  bool complete_ = false;  // the caller has sent its last message
  bool broken_ = false;    // nobody reads the answers any more
  bool stopping_ = false;  // the server is
  bool ended_ = false;
  std::deque<std::shared_ptr<Exchange>> line_;  // in the order of the caller's messages
  std::vector<std::shared_ptr<Exchange>> idle_;
};

}  // namespace

grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>* StartBidi(const Method& method,
                                                           grpc::CallbackServerContext& context) {
  const auto reactor = std::make_shared<BidiReactor>(method, context);
  reactor->Start();
  return reactor.get();
}

absl::Status CheckBidiResponse(const google::protobuf::MethodDescriptor& method) {
  if (StatusFieldOf(*method.output_type()) != nullptr) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(method.full_name(), ": its response needs a field `google.rpc.Status status`"));
}

}  // namespace xuefen::rpc::internal
