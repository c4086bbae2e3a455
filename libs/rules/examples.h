#pragma once

// Worked examples: facts and expectations from a file, and whether the rules agree. Internal.

#include <memory>

#include "libs/rules/compile.h"
#include "libs/rules/facts.h"
#include "libs/rules/model.h"

namespace xuefen::rules {

// Reads the facts of an example, reporting what is wrong with them.
PersonContext ReadPerson(Reader& reader, const pb::Person& message, const Place& place);
Record ReadRecord(Reader& reader, const pb::Record& message, const Place& place);

// Evaluates the examples of `source`, which is compiled as `set`, by that set and those above it,
// and reports each expectation that does not hold.
void CheckExamples(const Source& source, const std::shared_ptr<const RuleSet>& set,
                   const Book& book, Diagnostics& diagnostics);

}  // namespace xuefen::rules
