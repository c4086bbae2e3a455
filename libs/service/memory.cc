#include "libs/service/memory.h"

#ifdef XUEFEN_MIMALLOC
#include <mimalloc.h>
#endif

namespace xuefen::service {

void KeepMemoryForAWhile() {
#ifdef XUEFEN_MIMALLOC
  constexpr long kMilliseconds = 1000;
  // Unless the environment has another (MIMALLOC_DECOMMIT_DELAY).
  mi_option_set_default(mi_option_decommit_delay, kMilliseconds);
#endif
}

}  // namespace xuefen::service
