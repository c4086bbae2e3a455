#pragma once

#include <string>
#include <vector>

#include "libs/rules/batch.h"

namespace xuefen::rules {

// Asks the people together, in two ranges, and one by one, and expects the same answers. Returns
// how many the columns answered. `where` is for messages.
std::size_t AskTogetherAndAlone(const RuleBook& book, const Question& question,
                                const std::vector<Batch::Facts>& people, const std::string& where);

}  // namespace xuefen::rules
