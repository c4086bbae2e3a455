#pragma once

#include <memory>
#include <vector>

#include "libs/rules/determination.h"
#include "libs/rules/facts.h"
#include "libs/rules/model.h"

namespace xuefen::rules {

// As Evaluate, by a book that need not have been checked whole: the loader runs worked examples by
// it.
Determination EvaluateByBook(const std::shared_ptr<const Book>& book, const Question& question,
                             const PersonContext& person, const std::vector<Record>& records);

}  // namespace xuefen::rules
