#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/message.h>

namespace xuefen::bench {

// Requests are made before the clock runs, as the rows of the anchors are.
grpc::ByteBuffer BytesOf(const google::protobuf::Message& message);

// What a run of many like things took.
struct Timing {
  double seconds = 0;
  std::int64_t done = 0;
  std::vector<double> milliseconds;  // of each call or batch

  double rate() const { return static_cast<double>(done) / seconds; }
};

// The value that a share of `values` does not exceed.
double Percentile(std::vector<double> values, double share);

// Looks at the response of call i; ends the program when it is not the one it should be.
using CheckResponse = std::function<void(std::size_t i, grpc::ByteBuffer& response)>;

// Makes one unary call for each request, `in_flight` at a time, in a closed loop over all channels.
Timing RunCalls(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
                const std::string& method, const std::vector<grpc::ByteBuffer>& requests,
                int in_flight, const CheckResponse& check);

}  // namespace xuefen::bench
