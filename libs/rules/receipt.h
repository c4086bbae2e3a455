#pragma once

#include <string>
#include <vector>

#include "libs/rules/determination.h"
#include "libs/rules/facts.h"

namespace xuefen::rules {

// The canonical bytes of a determination: what it rests on (rule sets, question, context, records,
// each by a hash) and what it says (verdicts, amounts, the path of every record). `considered` are
// the records that it read, in order of their ids. docs/rules.md lists the tags.
std::string ReceiptOf(const Determination& determination, const Question& question,
                      const PersonContext& person, const std::vector<const Record*>& considered);

}  // namespace xuefen::rules
