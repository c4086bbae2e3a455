#pragma once

#include <grpcpp/support/client_callback.h>
#include <grpcpp/support/sync_stream.h>

#include <cstdint>
#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

namespace xuefen::rpc {

// A server's stream as a client reads it, one response at a time; the reader sleeps until something
// arrives. gRPC's own blocking reader polls meanwhile, for all connections of the process: a
// service that reads a stream would find the calls of its callers in that thread, and hand each
// over to another one. For one thread. Finish is called once, whatever happened: at the end of the
// stream, or after the context was cancelled.
template <typename Response>
class CallbackReader final : public grpc::ClientReaderInterface<Response>,
                             private grpc::ClientReadReactor<Response> {
 public:
  using Reactor = grpc::ClientReadReactor<Response>;

  // `start` is told to begin the call: `stub->async()->Watch(context, &request, reactor)`.
  explicit CallbackReader(const std::function<void(Reactor*)>& start) {
    start(this);
    // Reads begin outside of the reactor's own methods.
    this->AddHold();
    this->StartCall();
  }

  bool Read(Response* response) override {
    {
      const absl::MutexLock lock(&mutex_);
      if (state_ == State::kEnded) return false;
      state_ = State::kReading;
    }
    this->StartRead(response);
    const auto is_over = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return state_ != State::kReading;
    };
    const absl::MutexLock lock(&mutex_, absl::Condition(&is_over));
    return state_ == State::kArrived;
  }

  grpc::Status Finish() override {
    this->RemoveHold();
    done_.WaitForNotification();
    return status_;
  }

  bool NextMessageSize(std::uint32_t*) override { return false; }
  void WaitForInitialMetadata() override {}

 private:
  enum class State { kReading, kArrived, kEnded };

  void OnReadDone(bool ok) override {
    const absl::MutexLock lock(&mutex_);
    state_ = ok ? State::kArrived : State::kEnded;
  }

  void OnDone(const grpc::Status& status) override {
    status_ = status;
    done_.Notify();
  }

  absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kArrived;
  grpc::Status status_;  // once `done_`
  absl::Notification done_;
};

}  // namespace xuefen::rpc
