#include "libs/rpc/testing/echo_server.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"

namespace xuefen::rpc::testing {
namespace {

using v1::CountRequest;
using v1::CountResponse;
using v1::EchoRequest;
using v1::EchoResponse;

// Counts to where it is told: 0 is for ever with nothing to say, below 0 fails.
class Counter final : public StreamSource<CountResponse> {
 public:
  Counter(int to, std::atomic<int>& alive) : to_(to), alive_(alive) { ++alive_; }
  ~Counter() override { --alive_; }

  absl::StatusOr<bool> Next(CountResponse& response) override {
    if (to_ == 0) return false;
    if (to_ < 0) return Refusal(Reason::STATE_CONFLICT, "told to fail");
    // Every other time there is nothing yet.
    if (paused_ = !paused_; paused_) return false;
    if (number_ == to_) return absl::OutOfRangeError("complete");
    response.set_number(++number_);
    response.set_padding(std::string(1000, 'x'));
    return true;
  }

 private:
  const int to_;
  std::atomic<int>& alive_;
  int number_ = 0;
  bool paused_ = false;
};

}  // namespace

std::string ActorDirectory(const std::string& uri) {
  static std::mutex mutex;
  static auto* const made = new std::map<std::string, std::string>();
  const std::lock_guard lock(mutex);
  const auto [found, fresh] = made->try_emplace(uri);
  if (fresh) found->second = SharedCertificates().Actor(absl::StrCat("a", made->size()), uri);
  return found->second;
}

EchoServer::EchoServer(ServerOptions options) {
  static const std::string* const directory = new std::string(SharedCertificates().Server("echo"));
  if (options.tls_directory.empty()) options.tls_directory = *directory;
  server_ = std::make_unique<Server>(std::move(options));
  Register(server_->AddService(*EchoRequest::descriptor()->file()->service(0)));
  if (const absl::Status status = server_->Start(); !status.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    std::abort();
  }
}

EchoServer::~EchoServer() {
  Release();
  server_.reset();
}

void EchoServer::Register(Service& service) {
  service.Unary<EchoRequest, EchoResponse>(
      "Echo", [this](const Call&, const EchoRequest& request, EchoResponse& response) {
        return Act(request, response);
      });
  const AsyncHandler<EchoRequest, EchoResponse> later = [this](const std::shared_ptr<Call>& call,
                                                               EchoRequest& request,
                                                               const Done<EchoResponse>& done) {
    Remember(call);
    if (request.text() == "drop") return;
    const auto answer = [this, &request, done] {
      EchoResponse response;
      const absl::Status status = Act(request, response);
      status.ok() ? done(response) : done(status);
    };
    if (request.text() != "hold") return answer();
    const std::lock_guard lock(mutex_);
    ++held_;
    parked_.emplace_back(answer);
  };
  const HasRoom has_room = [this] { return room_.load(); };
  service.AsyncUnary<EchoRequest, EchoResponse>("EchoLater", later, has_room);
  service.BidiStream<EchoRequest, EchoResponse>("Exchange", later, {.in_flight = 4}, has_room);
  service.ServerStream<CountRequest, CountResponse>(
      "Count",
      [this](std::shared_ptr<Call> call, const CountRequest& request)
          -> absl::StatusOr<std::unique_ptr<StreamSource<CountResponse>>> {
        Remember(std::move(call));
        if (request.to() == -2) return Refusal(Reason::NOT_FOUND, "nothing to count");
        return std::make_unique<Counter>(request.to(), sources_alive_);
      },
      {.poll_interval = absl::Milliseconds(5)});
}

absl::Status EchoServer::Act(const EchoRequest& request, EchoResponse& response) {
  if (request.text() == "fault") return absl::InternalError("SELECT secret FROM table");
  if (request.text() == "refuse") {
    return Refusal(Reason::STATE_CONFLICT, "it is closed", {{"state", "closed"}});
  }
  if (request.text() == "down") {
    ++refused_;
    return Refusal(Reason::STORAGE_UNAVAILABLE, "the database is away");
  }
  if (request.text() == "hold" && !released_.HasBeenNotified()) {
    ++held_;
    released_.WaitForNotification();
  }
  response.set_text(request.text());
  *response.mutable_scope() = request.scope();
  return absl::OkStatus();
}

void EchoServer::Remember(std::shared_ptr<Call> call) {
  const std::lock_guard lock(mutex_);
  last_call_ = std::move(call);
}

std::shared_ptr<Call> EchoServer::last_call() const {
  const std::lock_guard lock(mutex_);
  return last_call_;
}

void EchoServer::Release() {
  if (!released_.HasBeenNotified()) released_.Notify();
  std::vector<std::function<void()>> parked;
  {
    const std::lock_guard lock(mutex_);
    parked.swap(parked_);
  }
  for (const auto& answer : parked) answer();
}

void EchoServer::AwaitHeld(int count) const {
  while (held_ < count) absl::SleepFor(absl::Milliseconds(1));
}

// Not by name: looking one up leaks a few bytes in Debian's c-ares, which a sanitizer would report.
std::string EchoServer::address() const { return absl::StrCat("127.0.0.1:", server_->port()); }

std::unique_ptr<v1::EchoService::Stub> EchoServer::StubOf(const std::string& uri) const {
  return v1::EchoService::NewStub(*MakeChannel(address(), ActorDirectory(uri)));
}

}  // namespace xuefen::rpc::testing
