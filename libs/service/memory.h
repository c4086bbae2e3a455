#pragma once

namespace xuefen::service {

// Memory that was freed goes back to the operating system after a second instead of 25 ms: under
// load the next batch wants it again, and a page that comes back has to be cleared first.
void KeepMemoryForAWhile();

}  // namespace xuefen::service
