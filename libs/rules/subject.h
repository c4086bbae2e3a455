#pragma once

#include <optional>

#include "libs/rules/model.h"

namespace xuefen::rules {

// Since when it is on record that a requirement of the slot could concern the person: the first day
// on which a status begins or an event lies that its `applies` asks for, or a status that the scope
// of its set asks for. Statuses that have always been there say nothing of that, nor does what a
// test excludes.
std::optional<Day> ConcernedSince(const Slot& slot, const PersonContext& person);

}  // namespace xuefen::rules
