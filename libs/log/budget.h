#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "absl/time/time.h"

namespace xuefen::log {

// Bounds the lines that others can cause, so that nobody fills the disk by sending nonsense: so
// many a second, none saved up. Thread-safe.
class Budget {
 public:
  explicit Budget(int lines_per_second) : lines_per_second_(lines_per_second) {}

  // How many lines were left out since the last one, if a line may be written now; else nothing.
  std::optional<std::int64_t> Take(absl::Time now);

 private:
  const int lines_per_second_;
  std::mutex mutex_;
  std::int64_t second_ = 0;
  int taken_ = 0;
  std::int64_t left_out_ = 0;
};

}  // namespace xuefen::log
