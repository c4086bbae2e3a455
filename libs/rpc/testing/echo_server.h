#pragma once

#include <grpcpp/channel.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/server.h"
#include "libs/rpc/testing/certificates.h"
#include "libs/rpc/testing/echo.grpc.pb.h"

namespace xuefen::rpc::testing {

inline constexpr char kProvider[] = "spiffe://xuefen/provider/91370100MA3C4D5E6F";
inline constexpr char kCity[] = "spiffe://xuefen/bureau/370100";
inline constexpr char kPlatform[] = "spiffe://xuefen/platform/shandong";
inline constexpr char kService[] = "spiffe://xuefen/service/statistics";

// The directory of an actor's certificate, made once.
std::string ActorDirectory(const std::string& uri);

// A running server of EchoService. What its handlers do, the text of a request says:
//
//   "fault"  an error without a reason        "refuse"  STATE_CONFLICT
//   "hold"   waits for Release                "drop"    drops the answer (EchoLater, Exchange)
//   "down"   STORAGE_UNAVAILABLE, which clients try again
//   anything else is echoed
class EchoServer {
 public:
  explicit EchoServer(ServerOptions options = {});
  ~EchoServer();

  Server& server() { return *server_; }
  int port() const { return server_->port(); }
  std::string address() const;

  // With the certificate of that actor.
  std::unique_ptr<v1::EchoService::Stub> StubOf(const std::string& uri) const;

  // Lets everything go that "hold" has stopped, now and later.
  void Release();
  // Blocks until that many handlers have been stopped by "hold".
  void AwaitHeld(int count) const;

  // From now on there is room for EchoLater and Exchange, or none.
  void SetRoom(bool room) { room_ = room; }

  // What handlers saw, for tests to look at.
  std::shared_ptr<Call> last_call() const;
  int sources_alive() const { return sources_alive_; }
  int held() const { return held_; }
  // How often "down" was asked for, attempts that a client makes by itself included.
  int refused() const { return refused_; }

 private:
  void Register(Service& service);
  absl::Status Act(const v1::EchoRequest& request, v1::EchoResponse& response);
  void Remember(std::shared_ptr<Call> call);

  std::unique_ptr<Server> server_;
  absl::Notification released_;
  std::atomic<bool> room_{true};
  std::atomic<int> held_{0};
  std::atomic<int> refused_{0};
  std::atomic<int> sources_alive_{0};
  mutable std::mutex mutex_;
  std::shared_ptr<Call> last_call_;
  std::vector<std::function<void()>> parked_;
};

}  // namespace xuefen::rpc::testing
