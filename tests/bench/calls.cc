#include "tests/bench/calls.h"

#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <atomic>

#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "libs/rpc/message_bytes.h"
#include "tests/bench/require.h"

namespace xuefen::bench {
namespace {

using grpc::ByteBuffer;
using Stub = grpc::TemplatedGenericStub<ByteBuffer, ByteBuffer>;

class Loop {
 public:
  Loop(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::string& method,
       const std::vector<ByteBuffer>& requests, const CheckResponse& check, int in_flight)
      : method_(method),
        requests_(requests),
        check_(check),
        milliseconds_(requests.size()),
        slots_(static_cast<std::size_t>(in_flight)),
        running_(in_flight) {
    for (const auto& channel : channels) stubs_.push_back(std::make_unique<Stub>(channel));
  }

  Timing Run() {
    const absl::Time began = absl::Now();
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) StartNext(slot);
    running_.Wait();
    return {.seconds = absl::ToDoubleSeconds(absl::Now() - began),
            .done = static_cast<std::int64_t>(requests_.size()),
            .milliseconds = std::move(milliseconds_)};
  }

 private:
  // One of the calls that are made at a time.
  struct Slot {
    std::unique_ptr<grpc::ClientContext> context;
    ByteBuffer response;
    absl::Time began;
  };

  void StartNext(std::size_t at) {
    const std::size_t i = next_++;
    if (i >= requests_.size()) {
      running_.DecrementCount();
      return;
    }
    Slot& slot = slots_[at];
    slot.context = std::make_unique<grpc::ClientContext>();
    slot.response.Clear();
    slot.began = absl::Now();
    stubs_[at % stubs_.size()]->UnaryCall(slot.context.get(), method_, grpc::StubOptions(),
                                          &requests_[i], &slot.response,
                                          [this, at, i](const grpc::Status& status) {
                                            Require(status.ok(), status.error_message());
                                            Finish(at, i);
                                          });
  }

  void Finish(std::size_t at, std::size_t i) {
    Slot& slot = slots_[at];
    milliseconds_[i] = absl::ToDoubleMilliseconds(absl::Now() - slot.began);
    check_(i, slot.response);
    StartNext(at);
  }

  const std::string& method_;
  const std::vector<ByteBuffer>& requests_;
  const CheckResponse& check_;
  std::vector<double> milliseconds_;
  std::vector<std::unique_ptr<Stub>> stubs_;
  std::vector<Slot> slots_;
  std::atomic<std::size_t> next_{0};
  absl::BlockingCounter running_;
};

}  // namespace

ByteBuffer BytesOf(const google::protobuf::Message& message) {
  ByteBuffer bytes;
  Require(rpc::SerializeMessage(message, bytes), "a message that cannot be serialized");
  return bytes;
}

double Percentile(std::vector<double> values, double share) {
  Require(!values.empty(), "no values");
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

Timing RunCalls(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
                const std::string& method, const std::vector<ByteBuffer>& requests, int in_flight,
                const CheckResponse& check) {
  return Loop(channels, method, requests, check, in_flight).Run();
}

}  // namespace xuefen::bench
