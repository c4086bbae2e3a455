#pragma once

#include "libs/feed/follower.h"
#include "libs/feed/gate.h"

namespace xuefen::feed {

// An effect that stands in the database alone: after the commit it only wakes those who wait for
// it. `gate` outlives it.
class WakingEffect : public Effect {
 public:
  explicit WakingEffect(PositionGate& gate) : gate_(gate) {}
  void Committed(const Change&) override { gate_.Nudge(); }

 private:
  PositionGate& gate_;
};

}  // namespace xuefen::feed
