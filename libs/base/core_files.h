#pragma once

namespace xuefen {

// This process leaves no core file, whatever ends it: one would hold names and identity numbers.
// Neither it nor its children can take that back.
void LeaveNoCoreFiles();

}  // namespace xuefen
