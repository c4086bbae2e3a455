#include "libs/rpc/admission.h"

#include <utility>

#include "libs/base/refusal.h"

namespace xuefen::rpc {

Admission::Ticket& Admission::Ticket::operator=(Ticket&& other) noexcept {
  Release();
  admission_ = std::exchange(other.admission_, nullptr);
  caller_ = std::exchange(other.caller_, nullptr);
  return *this;
}

void Admission::Ticket::Release() {
  if (admission_ != nullptr) std::exchange(admission_, nullptr)->Leave(*caller_);
}

absl::StatusOr<Admission::Ticket> Admission::Enter(const std::string& caller) {
  const std::lock_guard lock(mutex_);
  if (in_work_ >= total_) return Refusal(Reason::OVERLOADED, "too many requests are in work");
  const auto found = callers_.try_emplace(caller, 0).first;
  if (found->second >= per_caller_) {
    return Refusal(Reason::OVERLOADED, "too many requests of this caller are in work");
  }
  ++in_work_;
  gauge_.Add(1);
  ++found->second;
  return Ticket(this, &found->first);
}

int Admission::in_work() const {
  const std::lock_guard lock(mutex_);
  return in_work_;
}

void Admission::Leave(const std::string& caller) {
  const std::lock_guard lock(mutex_);
  --in_work_;
  gauge_.Add(-1);
  const auto found = callers_.find(caller);
  if (--found->second == 0) callers_.erase(found);
}

}  // namespace xuefen::rpc
