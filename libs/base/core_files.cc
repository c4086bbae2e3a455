#include "libs/base/core_files.h"

#include <sys/resource.h>

namespace xuefen {

void LeaveNoCoreFiles() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  // Less is always allowed.
  static_cast<void>(setrlimit(RLIMIT_CORE, &none));
}

}  // namespace xuefen
