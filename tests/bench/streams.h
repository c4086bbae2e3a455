#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/bench/calls.h"
#include "xuefen/registry/v1/registry_service.pb.h"

namespace xuefen::bench {

// What one caller sends through SubmitCompletions.
struct StreamJob {
  std::shared_ptr<grpc::Channel> channel;
  std::vector<grpc::ByteBuffer> requests;
  // At least this long from one message to the next; zero sends as fast as answers come.
  absl::Duration pace = absl::ZeroDuration();
};

// What became of the rows of all messages.
struct StreamTiming {
  Timing rows;  // milliseconds are those of the messages
  std::int64_t accepted = 0;
  std::int64_t duplicates = 0;
};

// Called with each answer as it comes.
using TakeAnswer = std::function<void(std::size_t job, std::size_t message,
                                      const registry::v1::SubmitCompletionsResponse& answer)>;

// Sends the messages of all jobs, each job through a stream of its own, at most `window` of a
// stream unanswered. Ends the program when a row is refused or a message fails.
StreamTiming RunStreams(const std::vector<StreamJob>& jobs, int window,
                        const TakeAnswer& take = nullptr);

}  // namespace xuefen::bench
