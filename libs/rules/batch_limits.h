#pragma once

#include <string>

#include "libs/rules/law.h"

namespace xuefen::rules {

// Why records cannot be answered for one by one and their amounts added, by the form of what the
// law says; empty if they can. Then what a record is recognised for depends on its shape and era
// alone and not on its hours.
std::string ObstacleIn(const Law& law);

}  // namespace xuefen::rules
