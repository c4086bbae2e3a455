#include "libs/feed/callback_reader.h"

namespace xuefen::feed {

CallbackReader::CallbackReader(const std::function<void(Reactor*)>& start) {
  start(this);
  // Reads begin outside of the reactor's own methods.
  AddHold();
  StartCall();
}

bool CallbackReader::Read(common::v1::WatchResponse* response) {
  {
    const absl::MutexLock lock(&mutex_);
    if (state_ == State::kEnded) return false;
    state_ = State::kReading;
  }
  StartRead(response);
  const auto is_over = [this]()
                           ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return state_ != State::kReading; };
  const absl::MutexLock lock(&mutex_, absl::Condition(&is_over));
  return state_ == State::kArrived;
}

grpc::Status CallbackReader::Finish() {
  RemoveHold();
  done_.WaitForNotification();
  return status_;
}

void CallbackReader::OnReadDone(bool ok) {
  const absl::MutexLock lock(&mutex_);
  state_ = ok ? State::kArrived : State::kEnded;
}

void CallbackReader::OnDone(const grpc::Status& status) {
  status_ = status;
  done_.Notify();
}

}  // namespace xuefen::feed
