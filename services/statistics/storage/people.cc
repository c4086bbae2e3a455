#include "services/statistics/storage/people.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"
#include "libs/pg/columns.h"
#include "services/statistics/storage/multi_row.h"

namespace xuefen::statistics {
namespace {

// The heads of this service's own ledger, which stays empty, serve as the locks of its buckets;
// they are locked in ascending order.
constexpr char kLockBuckets[] = "SELECT bucket FROM lock_heads($1)";

constexpr char kLoadAdministrations[] = R"sql(
  SELECT a.person, a.first_day, a.division
  FROM unnest($1, $2) AS wanted (bucket, person)
  JOIN administration AS a USING (bucket, person)
  ORDER BY a.person, a.first_day)sql";

constexpr char kLoadYears[] = R"sql(
  SELECT y.person, y.year, y.measure, y.value
  FROM unnest($1, $2) AS wanted (bucket, person)
  JOIN person_year AS y USING (bucket, person))sql";

constexpr char kPutAdministrations[] =
    "INSERT INTO administration (bucket, person, first_day, division)";
constexpr char kReplaceAdministration[] =
    "ON CONFLICT (bucket, person, first_day) DO UPDATE SET division = EXCLUDED.division";

constexpr char kPutYears[] = "INSERT INTO person_year (bucket, person, year, measure, value)";
constexpr char kReplaceYear[] =
    "ON CONFLICT (bucket, person, year, measure) DO UPDATE SET value = EXCLUDED.value";

absl::Status LockBuckets(pg::Transaction& tx, const std::set<Id>& people) {
  std::set<std::int16_t> buckets;
  for (const Id& person : people) buckets.insert(static_cast<std::int16_t>(person.Bucket()));
  return pg::ExecBinary(tx, kLockBuckets,
                        pg::BinaryParams().Int16Array({buckets.begin(), buckets.end()}));
}

// The keys of `people` as two arrays.
pg::BinaryParams KeysOf(const std::set<Id>& people) {
  std::vector<std::int16_t> buckets;
  std::vector<std::string> ids;
  for (const Id& person : people) {
    buckets.push_back(static_cast<std::int16_t>(person.Bucket()));
    ids.push_back(person.Bytes());
  }
  return pg::BinaryParams().Int16Array(buckets).UuidArray({ids.begin(), ids.end()});
}

absl::StatusOr<Id> ReadPerson(pg::BinaryFields& row) {
  const std::optional<Id> person = Id::FromBytes(row.Bytes());
  if (!person.has_value()) return Refusal(Reason::INTERNAL, "person: want 16 bytes");
  return *person;
}

void AddNewAdministrations(const Id& id, const PersonState& before, const PersonState& after,
                           MultiRow& rows) {
  const auto& old = before.administrations;
  for (const Administration& place : after.administrations) {
    if (std::find(old.begin(), old.end(), place) != old.end()) continue;
    rows.Add(
        {absl::StrCat(id.Bucket()), pg::Column(id), pg::Column(place.first_day), place.division});
  }
}

void AddNewFigures(const Id& id, const PersonState& before, const PersonState& after,
                   MultiRow& rows) {
  for (const auto& [year, figures] : after.years) {
    const auto found = before.years.find(year);
    const Figures old = found == before.years.end() ? Figures() : found->second;
    for (const auto& [measure, value] : figures) {
      const auto stored = old.find(measure);
      if (stored != old.end() && stored->second == value) continue;
      rows.Add({absl::StrCat(id.Bucket()), pg::Column(id), absl::StrCat(year),
                absl::StrCat(measure), absl::StrCat(value)});
    }
  }
}

}  // namespace

absl::StatusOr<People> LockAndLoad(pg::Transaction& tx, const std::set<Id>& people) {
  XUEFEN_RETURN_IF_ERROR(LockBuckets(tx, people));
  People loaded;
  for (const Id& person : people) loaded.try_emplace(person);
  const pg::BinaryParams keys = KeysOf(people);
  XUEFEN_RETURN_IF_ERROR(
      pg::ExecBinary(tx, kLoadAdministrations, keys, [&](pg::BinaryFields& row) -> absl::Status {
        XUEFEN_ASSIGN_OR_RETURN(const Id person, ReadPerson(row));
        Administration place{.first_day = row.Date(), .division = {}};
        place.division = std::string(row.Bytes());
        loaded[person].administrations.push_back(std::move(place));
        return absl::OkStatus();
      }));
  XUEFEN_RETURN_IF_ERROR(
      pg::ExecBinary(tx, kLoadYears, keys, [&](pg::BinaryFields& row) -> absl::Status {
        XUEFEN_ASSIGN_OR_RETURN(const Id person, ReadPerson(row));
        Figures& figures = loaded[person].years[row.Int16()];
        const Measure measure = row.Int16();
        figures[measure] = row.Int64();
        return absl::OkStatus();
      }));
  return loaded;
}

void SaveChanges(pg::Transaction& tx, const People& before, const People& after) {
  MultiRow administrations(tx, kPutAdministrations, 4, kReplaceAdministration);
  MultiRow years(tx, kPutYears, 5, kReplaceYear);
  for (const auto& [id, person] : after) {
    AddNewAdministrations(id, before.at(id), person, administrations);
    AddNewFigures(id, before.at(id), person, years);
  }
  administrations.Finish();
  years.Finish();
}

}  // namespace xuefen::statistics
