#pragma once

// Contexts that a question does not tell apart. Internal to Batch.

#include <cstddef>
#include <vector>

#include "libs/rules/facts.h"
#include "libs/rules/model.h"
#include "libs/rules/population.h"

namespace xuefen::rules {

struct ContextClasses {
  std::vector<Population::Context> classes;  // of each, what the question reads of its people
  std::vector<std::size_t> class_of;         // by context
};

// Statuses are cut to the days that the question looks at, where the rules that may reach the
// person look at no others: since when somebody has been employed then does not matter.
ContextClasses ClassesOf(const Book& book, const Question& question, const Population& population);

}  // namespace xuefen::rules
