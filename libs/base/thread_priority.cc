#include "libs/base/thread_priority.h"

#include <sys/resource.h>

namespace xuefen {
namespace {

// A third of the weight of a thread that answers. With much less, those that work hold what the
// others need, and nobody gets on.
constexpr int kNice = 5;

}  // namespace

void YieldToAnswers() {
  // On Linux, of the calling thread alone.
  static_cast<void>(setpriority(PRIO_PROCESS, 0, kNice));
}

}  // namespace xuefen
