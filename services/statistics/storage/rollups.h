#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "libs/base/civil.h"
#include "libs/pg/transaction.h"
#include "services/statistics/domain/rollup.h"

// Rows of the roll-ups. Everything here runs inside the caller's transaction.
namespace xuefen::statistics {

// Cells of one transaction, by bucket.
using BucketCells = std::map<int, Cells>;

// Adds `deltas` to the roll-ups, in the order of their keys.
void AddToRollups(pg::Transaction& tx, const BucketCells& deltas);

// A sum over all buckets of one division itself, without those below it.
struct DivisionSum {
  std::string division;
  Measure measure;
  std::int64_t value;
};

// Codes of divisions, both ends included.
struct CodeRange {
  std::string first;
  std::string last;
};

// All sums of `year` and of the population over divisions in `codes`, by the people's divisions on
// `as_of`; one statement, so they fit each other.
std::vector<DivisionSum> SumRollups(pg::Transaction& tx, int year, Day as_of,
                                    const CodeRange& codes);

}  // namespace xuefen::statistics
