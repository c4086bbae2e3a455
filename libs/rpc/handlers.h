#pragma once

#include <google/protobuf/message.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/rpc/call.h"

namespace xuefen::rpc {

// Runs on a worker and may block. Returns OK with the response filled, or a refusal.
template <typename Request, typename Response>
using Handler = std::function<absl::Status(const Call&, const Request&, Response&)>;

// Answers from memory, before the handler is asked: the bytes of the response, or null when the
// handler shall answer. Runs on one of gRPC's threads and must not block.
template <typename Request>
using Recall = std::function<std::shared_ptr<const std::string>(const Call&, const Request&)>;

// Answers once, from any thread.
template <typename Response>
using Done = std::function<void(absl::StatusOr<Response>)>;

// Runs on one of gRPC's threads and must not block. Calls `done` once, now or later, from any
// thread; the request is gone then. Dropping `done` uncalled answers INTERNAL.
template <typename Request, typename Response>
using AsyncHandler = std::function<void(std::shared_ptr<Call>, Request&, Done<Response>)>;

// Whether work of this kind is taken on now. Asked of every request before its bytes are looked at,
// so that refusing costs little; but not of small ones, which may need none of what is short. Runs
// on one of gRPC's threads and must not block.
using HasRoom = std::function<bool()>;

// What one server stream sends.
template <typename Response>
class StreamSource {
 public:
  virtual ~StreamSource() = default;

  // Runs on a worker and may block. True: send `response`, which holds what it held before, so that
  // its memory is used again. False: nothing to send now; asked again after the poll interval. A
  // status ends the stream; OUT_OF_RANGE without a reason ends it as complete.
  virtual absl::StatusOr<bool> Next(Response& response) = 0;
};

// Opens a server stream. Runs on a worker and may block. The source may keep the call.
template <typename Request, typename Response>
using StreamFactory = std::function<absl::StatusOr<std::unique_ptr<StreamSource<Response>>>(
    std::shared_ptr<Call>, const Request&)>;

struct BidiOptions {
  // Messages of one stream in work at once.
  int in_flight = 8;
};

struct ServerStreamOptions {
  // How long a source with nothing to send is left alone.
  absl::Duration poll_interval = absl::Milliseconds(20);
};

// The rest is how the above are held without their types.
namespace internal {

using google::protobuf::Message;

// Takes exactly one answer: the first. If none came, a fault when it is destroyed.
class Responder {
 public:
  using Finish = std::function<void(const absl::Status&, const Message* response)>;

  explicit Responder(Finish finish) : finish_(std::move(finish)) {}
  ~Responder() { Answer(absl::InternalError("the handler dropped the call"), nullptr); }
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;

  // `response` is looked at only when `status` is OK.
  void Answer(const absl::Status& status, const Message* response) {
    if (!answered_.exchange(true)) finish_(status, response);
  }

 private:
  const Finish finish_;
  std::atomic<bool> answered_{false};
};

using RunRequest =
    std::function<void(std::shared_ptr<Call>, Message& request, std::shared_ptr<Responder>)>;

using RecallBytes = std::function<std::shared_ptr<const std::string>(const Call&, const Message&)>;

class Source {
 public:
  virtual ~Source() = default;
  virtual absl::StatusOr<bool> Next() = 0;
  virtual const Message& response() const = 0;
};

using OpenSource =
    std::function<absl::StatusOr<std::unique_ptr<Source>>(std::shared_ptr<Call>, const Message&)>;

template <typename Response>
class TypedSource final : public Source {
 public:
  explicit TypedSource(std::unique_ptr<StreamSource<Response>> source)
      : source_(std::move(source)) {}
  absl::StatusOr<bool> Next() override { return source_->Next(response_); }
  const Message& response() const override { return response_; }

 private:
  const std::unique_ptr<StreamSource<Response>> source_;
  Response response_;
};

template <typename Request, typename Response>
RunRequest Erase(AsyncHandler<Request, Response> handler) {
  return [handler = std::move(handler)](std::shared_ptr<Call> call, Message& request,
                                        std::shared_ptr<Responder> responder) {
    handler(std::move(call), static_cast<Request&>(request),
            [responder = std::move(responder)](const absl::StatusOr<Response>& answer) {
              responder->Answer(answer.status(), answer.ok() ? &*answer : nullptr);
            });
  };
}

// Runs where it is called, so on a worker.
template <typename Request, typename Response>
RunRequest Erase(Handler<Request, Response> handler) {
  return [handler = std::move(handler)](const std::shared_ptr<Call>& call, Message& request,
                                        const std::shared_ptr<Responder>& responder) {
    Response response;
    const absl::Status status = handler(*call, static_cast<const Request&>(request), response);
    responder->Answer(status, &response);
  };
}

template <typename Request>
RecallBytes Erase(Recall<Request> recall) {
  if (recall == nullptr) return nullptr;
  return [recall = std::move(recall)](const Call& call, const Message& request) {
    return recall(call, static_cast<const Request&>(request));
  };
}

template <typename Request, typename Response>
OpenSource Erase(StreamFactory<Request, Response> factory) {
  return [factory = std::move(factory)](
             std::shared_ptr<Call> call,
             const Message& request) -> absl::StatusOr<std::unique_ptr<Source>> {
    absl::StatusOr<std::unique_ptr<StreamSource<Response>>> source =
        factory(std::move(call), static_cast<const Request&>(request));
    if (!source.ok()) return source.status();
    return std::make_unique<TypedSource<Response>>(*std::move(source));
  };
}

}  // namespace internal
}  // namespace xuefen::rpc
