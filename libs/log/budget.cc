#include "libs/log/budget.h"

#include <utility>

namespace xuefen::log {

std::optional<std::int64_t> Budget::Take(absl::Time now) {
  const std::lock_guard lock(mutex_);
  if (const std::int64_t second = absl::ToUnixSeconds(now); second != second_) {
    second_ = second;
    taken_ = 0;
  }
  if (taken_ >= lines_per_second_) {
    ++left_out_;
    return std::nullopt;
  }
  ++taken_;
  return std::exchange(left_out_, 0);
}

}  // namespace xuefen::log
