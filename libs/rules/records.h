#pragma once

#include <vector>

#include "libs/rules/facts.h"

namespace xuefen::rules {

// Without the voided ones, the highest version of each id, in order of ids. Of equal versions the
// voided one stands. Points into `records`.
std::vector<const Record*> RecordsThatStand(const std::vector<Record>& records);

}  // namespace xuefen::rules
