#pragma once

#include "libs/rules/problem.h"

namespace xuefen::rules {

// Takes away the ceilings that cannot cut, and divides pools into those whose shares get in each
// other's way. The problem has the same answers as before.
void ReduceToBinding(Problem& problem);

// Whether one pass settles a reduced problem: ceilings lie one inside the other or apart, and each
// holds the whole of a pool or nothing of it. What may be kept is then a polymatroid.
bool CanBeGreedy(const Problem& problem);

}  // namespace xuefen::rules
