#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/bench/calls.h"

namespace xuefen::bench {

// What became of calls that were begun at a fixed rate.
struct Rush {
  double seconds = 0;  // until the last answer
  std::int64_t begun = 0;
  std::int64_t done = 0;
  std::vector<double> refused_milliseconds;  // of each call that was refused for overload
  std::int64_t without_delay = 0;            // refused, and not told when to come again
  std::int64_t failed = 0;                   // anything else, such as a deadline that has passed
};

// Begins `per_second` calls a second for `duration`, whatever becomes of those before. A request
// that was refused is offered again, after all others. Fewer are begun when the requests run out:
// see `begun`.
Rush RunRush(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const std::string& method,
             const std::vector<grpc::ByteBuffer>& requests, double per_second,
             absl::Duration duration);

// Seconds until ten calls in a row, one at a time, are answered well.
double UntilWell(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                 const std::vector<grpc::ByteBuffer>& requests);

}  // namespace xuefen::bench
