#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace xuefen {

// The only source of the present. Domain code never sees it; it takes days and instants.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace xuefen
