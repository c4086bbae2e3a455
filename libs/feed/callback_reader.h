#pragma once

#include <grpcpp/support/client_callback.h>
#include <grpcpp/support/sync_stream.h>

#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "xuefen/common/v1/feed.pb.h"

namespace xuefen::feed {

// A feed's stream whose reader sleeps until something arrives. gRPC's own blocking reader polls
// meanwhile, for all connections of the process: a service that follows a feed would find the calls
// of its callers in the follower's thread, and hand each over to another one.
class CallbackReader final : public grpc::ClientReaderInterface<common::v1::WatchResponse>,
                             private grpc::ClientReadReactor<common::v1::WatchResponse> {
 public:
  using Reactor = grpc::ClientReadReactor<common::v1::WatchResponse>;

  // `start` is told to begin the call: `stub->async()->Watch(context, &request, reactor)`.
  explicit CallbackReader(const std::function<void(Reactor*)>& start);

  // Finish must have returned.
  ~CallbackReader() override = default;

  bool Read(common::v1::WatchResponse* response) override;
  grpc::Status Finish() override;
  bool NextMessageSize(std::uint32_t*) override { return false; }
  void WaitForInitialMetadata() override {}

 private:
  enum class State { kReading, kArrived, kEnded };

  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kArrived;
  grpc::Status status_;  // once `done_`
  absl::Notification done_;
};

}  // namespace xuefen::feed
