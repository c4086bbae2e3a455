#include "libs/base/thread_priority.h"

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>

namespace xuefen {
namespace {

// Leaves a third of the weight of a thread that answers. With much less, those that work hold what
// the others need, and nobody gets on.
constexpr int kStep = 5;
constexpr int kNiceMax = 19;

}  // namespace

void YieldToAnswers() {
  // On Linux, of the calling thread alone.
  errno = 0;
  const int nice = getpriority(PRIO_PROCESS, 0);
  if (errno != 0) return;
  static_cast<void>(setpriority(PRIO_PROCESS, 0, std::min(nice + kStep, kNiceMax)));
}

}  // namespace xuefen
