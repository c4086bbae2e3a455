#include "tests/bench/echo.h"

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/testing/echo.grpc.pb.h"
#include "libs/rpc/tls.h"
#include "tests/bench/require.h"

namespace xuefen::bench {
namespace {

using rpc::testing::v1::EchoRequest;
using rpc::testing::v1::EchoResponse;
using rpc::testing::v1::EchoService;

class EmptyService final : public EchoService::WithCallbackMethod_Echo<EchoService::Service> {
 public:
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const EchoRequest*,
                                 EchoResponse*) override {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

int ServeEcho(const std::string& certificate) {
  EmptyService echo;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", Require(rpc::ServerTls(certificate)), &port);
  builder.RegisterService(&echo);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  Require(server != nullptr, "the echo server cannot listen");
  std::cout << port << std::endl;
  server->Wait();
  return 0;
}

EchoServer::EchoServer(const Suite& suite, const std::string& actor, int channels) {
  std::array<int, 2> ends{};
  Require(pipe(ends.data()) == 0, "no pipe");
  const std::string certificate = suite.ServerCertificate("registry");
  pid_ = fork();
  Require(pid_ >= 0, "no process");
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDOUT_FILENO);
    execl("/proc/self/exe", "xuefen-bench", "--echo-server", certificate.c_str(), nullptr);
    _exit(127);
  }
  close(ends[1]);
  std::array<char, 16> port{};
  Require(read(ends[0], port.data(), port.size() - 1) > 0, "the echo server says no port");
  close(ends[0]);
  for (int i = 0; i < channels; ++i) {
    channels_.push_back(Require(rpc::MakeChannel(absl::StrCat("127.0.0.1:", std::atoi(port.data())),
                                                 suite.ActorCertificate(actor))));
  }
}

EchoServer::~EchoServer() {
  channels_.clear();
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

}  // namespace xuefen::bench
