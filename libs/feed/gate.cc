#include "libs/feed/gate.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/refusal.h"

namespace xuefen::feed {
namespace {

// How long a position may have moved unnoticed when another process moved it.
constexpr absl::Duration kLookInterval = absl::Milliseconds(20);

absl::Status NotFreshEnough() {
  return Refusal(Reason::NOT_FRESH_ENOUGH,
                 "at_least_as_fresh_as: not yet followed so far; try again");
}

}  // namespace

PositionGate::PositionGate(std::vector<std::string> services, ReadReflectedPositions read)
    : services_(std::move(services)), read_(std::move(read)), thread_([this] { Run(); }) {}

PositionGate::~PositionGate() { Stop(); }

void PositionGate::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
  std::list<Waiter> waiters;
  {
    const absl::MutexLock lock(&mutex_);
    waiters.swap(waiters_);
  }
  for (Waiter& waiter : waiters) waiter.done(NotFreshEnough());
}

void PositionGate::WhenFresh(const tokens::Freshness& wanted, absl::Time deadline,
                             std::function<void(absl::Status)> done) {
  if (std::find(services_.begin(), services_.end(), wanted.service) == services_.end()) {
    done(Refusal(Reason::FRESHNESS_TOKEN_INVALID,
                 "at_least_as_fresh_as: of a service this one does not follow"));
    return;
  }
  absl::Status answer;
  {
    const absl::MutexLock lock(&mutex_);
    // Positions only ever grow, so what was reached when we last looked is still reached.
    const bool fresh = tokens::Covers(reached_[wanted.service], wanted.positions);
    if (!fresh && !stopping_) {
      waiters_.push_back({.wanted = wanted, .deadline = deadline, .done = std::move(done)});
      nudged_ = true;
      return;
    }
    if (!fresh) answer = NotFreshEnough();
  }
  done(answer);
}

void PositionGate::Nudge() {
  const absl::MutexLock lock(&mutex_);
  nudged_ = true;
}

std::list<PositionGate::Waiter> PositionGate::TakeReady() {
  std::list<Waiter> ready;
  const absl::Time now = absl::Now();
  for (auto waiter = waiters_.begin(); waiter != waiters_.end();) {
    const auto next = std::next(waiter);
    const bool fresh = tokens::Covers(reached_[waiter->wanted.service], waiter->wanted.positions);
    if (fresh || waiter->deadline <= now) ready.splice(ready.end(), waiters_, waiter);
    waiter = next;
  }
  return ready;
}

void PositionGate::Run() {
  for (;;) {
    {
      const absl::MutexLock lock(&mutex_);
      const auto wanted = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return stopping_ || (nudged_ && !waiters_.empty());
      };
      const auto anyone = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return stopping_ || !waiters_.empty();
      };
      mutex_.Await(absl::Condition(&anyone));
      mutex_.AwaitWithTimeout(absl::Condition(&wanted), kLookInterval);
      if (stopping_) return;
      nudged_ = false;
    }
    absl::StatusOr<std::map<std::string, Positions>> reached = read_();
    std::list<Waiter> ready;
    std::map<std::string, Positions> now_reached;
    {
      const absl::MutexLock lock(&mutex_);
      if (reached.ok()) reached_ = *std::move(reached);
      ready = TakeReady();
      now_reached = reached_;
    }
    for (Waiter& waiter : ready) {
      const bool fresh =
          tokens::Covers(now_reached[waiter.wanted.service], waiter.wanted.positions);
      waiter.done(fresh ? absl::OkStatus() : NotFreshEnough());
    }
  }
}

}  // namespace xuefen::feed
