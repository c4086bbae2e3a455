#include "services/statistics/storage/rollups.h"

#include <numeric>
#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/ids.h"
#include "libs/pg/columns.h"
#include "services/statistics/storage/multi_row.h"

namespace xuefen::statistics {
namespace {

constexpr char kAdd[] = "INSERT INTO rollup (bucket, year, division, from_day, measure, value)";
constexpr char kToWhatIsThere[] =
    "ON CONFLICT (year, bucket, division, from_day, measure)"
    " DO UPDATE SET value = rollup.value + EXCLUDED.value";

// All buckets are named, so that the primary key leads to the divisions wanted. Not prepared: how
// many they are decides between the index and the whole table, so each question is planned by
// itself.
constexpr char kSum[] = R"sql(
  SELECT division, measure, sum(value)::bigint FROM rollup
  WHERE year IN ($1, $2) AND bucket = ANY ($3::smallint[]) AND division BETWEEN $4 AND $5
    AND from_day <= $6
  GROUP BY division, measure ORDER BY division, measure)sql";

std::string AllBuckets() {
  std::vector<int> buckets(kBuckets);
  std::iota(buckets.begin(), buckets.end(), 0);
  return absl::StrCat("{", absl::StrJoin(buckets, ","), "}");
}

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

std::vector<DivisionSum> SumRollups(pg::Transaction& tx, int year, Day as_of,
                                    const CodeRange& codes) {
  std::vector<DivisionSum> sums;
  for (const pqxx::row& row : tx.Exec(std::string(kSum), kPopulation, year, AllBuckets(),
                                      codes.first, codes.last, pg::Column(as_of))) {
    sums.push_back({.division = row[0].as<std::string>(),
                    .measure = row[1].as<int>(),
                    .value = row[2].as<std::int64_t>()});
  }
  return sums;
}

}  // namespace xuefen::statistics
