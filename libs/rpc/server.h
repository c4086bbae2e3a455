#pragma once

#include <google/protobuf/descriptor.h>
#include <grpcpp/server.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/rpc/runtime.h"
#include "libs/rpc/service.h"

namespace xuefen::rpc {

struct ServerOptions {
  // Port 0 takes a free one.
  std::string listen_address = "127.0.0.1:0";
  // See libs/rpc/tls.h.
  std::string tls_directory = {};
  // See libs/rpc/denied.h; empty: none.
  std::string denied_certificates_file = {};
  Limits limits = {};
  bool reflection = true;
  int max_message_bytes = 4 << 20;
  int max_streams_per_connection = 256;
  // A connection is renewed so often, so that a replaced or revoked certificate is gone by then;
  // calls and streams may go on for the grace.
  absl::Duration connection_age = absl::Minutes(5);
  absl::Duration connection_age_grace = absl::Minutes(1);
  // All of these may be null and must outlive the server.
  const tokens::Tokens* tokens = nullptr;
  FreshnessGate* gate = nullptr;
  metrics::Metrics* metrics = nullptr;
};

// A gRPC server over mutual TLS, with health, reflection and limits.
//
//   rpc::Server server(options);
//   rpc::Service& credit =
//   server.AddService(*v1::GetAccountRequest::descriptor()->file()->service(0));
//   credit.Unary<v1::GetAccountRequest, v1::Account>("GetAccount", ...);
//   XUEFEN_RETURN_IF_ERROR(server.Start());
//   stop_signal.Wait();
//   server.Stop(absl::Seconds(10));
class Server {
 public:
  explicit Server(ServerOptions options);
  // Stops at once, if still running.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Before Start. The service belongs to the server.
  Service& AddService(const google::protobuf::ServiceDescriptor& descriptor);

  // FAILED_PRECONDITION when a contract or registration is incomplete, a certificate cannot be used
  // or the address is taken. On success the server answers, and its health is SERVING.
  absl::Status Start();

  // The port it listens on, once started.
  int port() const { return port_; }

  // What health answers from now on, such as while a copy is being loaded.
  void SetServing(bool serving);

  // Health turns NOT_SERVING, streams end between two messages, calls in work are answered; what is
  // not done after `grace` is cancelled. Returns when no handler runs any more.
  void Stop(absl::Duration grace);

 private:
  const ServerOptions options_;
  std::unique_ptr<Runtime> runtime_;
  std::vector<std::unique_ptr<Service>> services_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace xuefen::rpc
