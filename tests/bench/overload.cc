#include "tests/bench/overload.h"

#include <grpcpp/generic/generic_stub.h>

#include <deque>
#include <numeric>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/rpc/status.h"
#include "tests/bench/require.h"

namespace xuefen::bench {
namespace {

using grpc::ByteBuffer;
using Stub = grpc::TemplatedGenericStub<ByteBuffer, ByteBuffer>;

constexpr absl::Duration kDeadline = absl::Seconds(10);
constexpr absl::Duration kBeat = absl::Milliseconds(1);

class Rusher {
 public:
  Rusher(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::string& method,
         const std::vector<ByteBuffer>& requests)
      : method_(method), requests_(requests), waiting_(requests.size()) {
    for (const auto& channel : channels) stubs_.push_back(std::make_unique<Stub>(channel));
    std::iota(waiting_.begin(), waiting_.end(), 0);
  }

  Rush Run(double per_second, absl::Duration duration) {
    const absl::Time began = absl::Now();
    for (absl::Duration gone; gone < duration; gone = absl::Now() - began) {
      const auto due = static_cast<std::int64_t>(per_second * absl::ToDoubleSeconds(gone));
      while (begun_ < due && BeginNext()) ++begun_;
      absl::SleepFor(kBeat);
    }
    const absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](std::int64_t* open) { return *open == 0; }, &open_));
    rush_.seconds = absl::ToDoubleSeconds(absl::Now() - began);
    rush_.begun = begun_;
    return std::move(rush_);
  }

 private:
  struct Call {
    std::size_t request = 0;
    grpc::ClientContext context;
    ByteBuffer response;
    absl::Time began;
  };

  // False when every request is under way or done.
  bool BeginNext() {
    auto* const call = new Call;
    {
      const absl::MutexLock lock(&mutex_);
      if (waiting_.empty()) {
        delete call;
        return false;
      }
      call->request = waiting_.front();
      waiting_.pop_front();
      ++open_;
    }
    call->began = absl::Now();
    call->context.set_deadline(absl::ToChronoTime(call->began + kDeadline));
    stubs_[call->request % stubs_.size()]->UnaryCall(
        &call->context, method_, grpc::StubOptions(), &requests_[call->request], &call->response,
        [this, call](const grpc::Status& status) { End(call, status); });
    return true;
  }

  void End(Call* call, const grpc::Status& status) {
    const double milliseconds = absl::ToDoubleMilliseconds(absl::Now() - call->began);
    const bool refused = status.error_code() == grpc::RESOURCE_EXHAUSTED;
    const bool told =
        refused && rpc::RetryDelayOf(rpc::FromGrpcStatus(status)) > absl::ZeroDuration();
    const absl::MutexLock lock(&mutex_);
    if (status.ok()) {
      ++rush_.done;
    } else if (refused) {
      rush_.refused_milliseconds.push_back(milliseconds);
      if (!told) ++rush_.without_delay;
      waiting_.push_back(call->request);
    } else {
      ++rush_.failed;
    }
    --open_;
    delete call;
  }

  const std::string& method_;
  const std::vector<ByteBuffer>& requests_;
  std::vector<std::unique_ptr<Stub>> stubs_;
  std::int64_t begun_ = 0;
  absl::Mutex mutex_;
  std::deque<std::size_t> waiting_ ABSL_GUARDED_BY(mutex_);
  std::int64_t open_ ABSL_GUARDED_BY(mutex_) = 0;
  Rush rush_ ABSL_GUARDED_BY(mutex_);
};

grpc::Status CallOnce(Stub& stub, const std::string& method, const ByteBuffer& request) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kDeadline));
  ByteBuffer response;
  grpc::Status answered;
  absl::Notification done;
  stub.UnaryCall(&context, method, grpc::StubOptions(), &request, &response,
                 [&](grpc::Status status) {
                   answered = std::move(status);
                   done.Notify();
                 });
  done.WaitForNotification();
  return answered;
}

}  // namespace

Rush RunRush(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::string& method,
             const std::vector<ByteBuffer>& requests, double per_second, absl::Duration duration) {
  return Rusher(channels, method, requests).Run(per_second, duration);
}

double UntilWell(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                 const std::vector<ByteBuffer>& requests) {
  constexpr int kInARow = 10;
  Stub stub(channel);
  const absl::Time began = absl::Now();
  absl::Time first_of_row = began;
  int in_a_row = 0;
  for (std::size_t i = 0; in_a_row < kInARow; i = (i + 1) % requests.size()) {
    if (in_a_row == 0) first_of_row = absl::Now();
    in_a_row = CallOnce(stub, method, requests[i]).ok() ? in_a_row + 1 : 0;
    Require(absl::Now() - began < absl::Minutes(2), "the service does not recover");
  }
  return absl::ToDoubleSeconds(first_of_row - began);
}

}  // namespace xuefen::bench
