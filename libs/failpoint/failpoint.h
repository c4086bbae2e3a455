#pragma once

#include <atomic>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Places at which a test may have the program die or freeze, to see what comes of it. They are in
// every build, so that what is tested is what is shipped; a place that is not armed costs one load.
// One is armed by the option `serve --failpoint`, which is refused unless the configuration says
// `development`: neither a stray variable of the environment nor a stray option is enough, and
// nothing that a caller sends can do it.
namespace xuefen::failpoint {

// In the order in which a write passes them. Of the transactions only those that write count.
enum class Point {
  kBeforeBegin,   // before_begin: nothing is under way yet
  kAfterCopy,     // after_copy: the ledger's rows and claims are there, its heads not moved
  kBeforeCommit,  // before_commit: all is done but the COMMIT
  kAfterCommit,   // after_commit: committed, and nobody told
  kBeforeEffect,  // before_effect: a response of a feed was read, nothing of it taken in
};

// What happens there.
enum class Action {
  kCrash,   // crash: the program dies as of kill -9
  kFreeze,  // freeze: the program stops as of SIGSTOP, until somebody sends SIGCONT
};

// Arms a place by "PLACE:ACTION:N": the N-th passing from now on acts, once. INVALID_ARGUMENT when
// that is not what `spec` says. Before any thread passes a place; the last call counts.
absl::Status Arm(absl::string_view spec);

namespace internal {
inline constexpr int kNone = -1;
inline std::atomic<int> armed_point{kNone};
void Pass();
}  // namespace internal

// Says that the program is at `point`.
inline void Reach(Point point) {
  if (internal::armed_point.load(std::memory_order_relaxed) == static_cast<int>(point)) {
    internal::Pass();
  }
}

}  // namespace xuefen::failpoint
