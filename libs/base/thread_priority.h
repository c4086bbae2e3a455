#pragma once

namespace xuefen {

// Lets other threads go before the calling one, for good. For threads that do the work: those that
// take calls in and send answers out need little of the processor, and must not wait for it while
// there is more work than can be done. Where it is not allowed, nothing changes.
void YieldToAnswers();

}  // namespace xuefen
