#pragma once

#include <vector>

#include "libs/rules/admit.h"
#include "libs/rules/law.h"

namespace xuefen::rules {

// The records that stand and that the answer can rest on, through gates, measures, ceilings of
// single records, repeats and spreading, divided at the edges of windows; in order of their ids.
// Points into `records`.
std::vector<Item> ItemsOf(const Law& law, const std::vector<Record>& records);

}  // namespace xuefen::rules
