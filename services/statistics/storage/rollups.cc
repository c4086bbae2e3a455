#include "services/statistics/storage/rollups.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "libs/pg/columns.h"
#include "services/statistics/storage/multi_row.h"

namespace xuefen::statistics {
namespace {

constexpr char kAdd[] = "INSERT INTO rollup (bucket, year, division, from_day, measure, value)";
constexpr char kToWhatIsThere[] =
    "ON CONFLICT (year, bucket, division, from_day, measure)"
    " DO UPDATE SET value = rollup.value + EXCLUDED.value";

constexpr pg::Statement kSum = {"sum_rollups", R"sql(
  SELECT division, measure, sum(value)::bigint FROM rollup
  WHERE year IN ($1, $2) AND from_day <= $3
  GROUP BY division, measure ORDER BY division, measure)sql"};

}  // namespace

void AddToRollups(pg::Transaction& tx, const BucketCells& deltas) {
  MultiRow rows(tx, kAdd, 6, kToWhatIsThere);
  for (const auto& [bucket, cells] : deltas) {
    for (const auto& [cell, value] : cells) {
      rows.Add({absl::StrCat(bucket), absl::StrCat(cell.year), cell.division,
                pg::Column(cell.from_day), absl::StrCat(cell.measure), absl::StrCat(value)});
    }
  }
  rows.Finish();
}

std::vector<DivisionSum> SumRollups(pg::Transaction& tx, int year, Day as_of) {
  std::vector<DivisionSum> sums;
  for (const pqxx::row& row : tx.Exec(kSum, kPopulation, year, pg::Column(as_of))) {
    sums.push_back({.division = row[0].as<std::string>(),
                    .measure = row[1].as<int>(),
                    .value = row[2].as<std::int64_t>()});
  }
  return sums;
}

}  // namespace xuefen::statistics
