#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include <grpcpp/channel.h>

#include "tests/bench/suite.h"

namespace xuefen::bench {

inline constexpr char kEchoMethod[] = "/xuefen.rpc.testing.v1.EchoService/Echo";

// Serves empty messages until it is killed: gRPC's callback server over the suite's mutual TLS and
// nothing else, no checks of ours, no handing over to other threads. Prints its port.
int ServeEcho(const std::string& certificate);

// That server in a process of its own, as the services are; ends with this object.
class EchoServer {
 public:
  EchoServer(const Suite& suite, const std::string& actor, int channels);
  ~EchoServer();
  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

  const std::vector<std::shared_ptr<grpc::Channel>>& channels() const { return channels_; }

 private:
  pid_t pid_ = 0;
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace xuefen::bench
