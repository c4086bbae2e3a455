#include "services/statistics/storage/people.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

// Not joins, so that the planner, who cannot know how many people are wanted, does not read a whole
// table.
constexpr pg::Statement kLoadAdministrations = {"load_administrations", R"sql(
  SELECT wanted.person, a.first_day, a.division
  FROM unnest($1, $2) AS wanted (bucket, person)
  CROSS JOIN LATERAL (SELECT first_day, division FROM administration
                      WHERE bucket = wanted.bucket AND person = wanted.person
                      OFFSET 0) AS a
  ORDER BY wanted.person, a.first_day)sql"};

constexpr pg::Statement kLoadYears = {"load_years", R"sql(
  SELECT wanted.person, y.year, y.measures, y.figures
  FROM unnest($1, $2, $3, $4) AS wanted (bucket, person, first, last)
  CROSS JOIN LATERAL (SELECT year, measures, figures FROM person_year
                      WHERE bucket = wanted.bucket AND person = wanted.person
                        AND year BETWEEN wanted.first AND wanted.last OFFSET 0) AS y)sql"};

constexpr char kPutAdministrations[] =
    "INSERT INTO administration (bucket, person, first_day, division)";
constexpr char kReplaceAdministration[] =
    "ON CONFLICT (bucket, person, first_day) DO UPDATE SET division = EXCLUDED.division";

// One statement for however many, so that it is planned once; arrays of arrays do not exist.
constexpr pg::Statement kPutYears = {"put_years", R"sql(
  INSERT INTO person_year (bucket, person, year, measures, figures)
  SELECT bucket, person, year, measures::smallint[], figures::bigint[]
  FROM unnest($1, $2, $3, $4, $5) AS new (bucket, person, year, measures, figures)
  ON CONFLICT (bucket, person, year)
  DO UPDATE SET measures = EXCLUDED.measures, figures = EXCLUDED.figures)sql"};

absl::Status LockBuckets(pg::Transaction& tx, const YearsOfPeople& people) {
  std::set<std::int16_t> buckets;
  for (const auto& [person, years] : people) {
    buckets.insert(static_cast<std::int16_t>(person.Bucket()));
  }
  return pg::ExecBinary(tx, kLockBuckets,
                        pg::BinaryParams().Int16Array({buckets.begin(), buckets.end()}));
}

// The keys of `people` as two arrays.
pg::BinaryParams KeysOf(const YearsOfPeople& people) {
  std::vector<std::int16_t> buckets;
  std::vector<Id> ids;
  for (const auto& [person, years] : people) {
    buckets.push_back(static_cast<std::int16_t>(person.Bucket()));
    ids.push_back(person);
  }
  return pg::BinaryParams().Int16Array(buckets).UuidArray(ids);
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

// Rows of years as columns.
struct YearColumns {
  std::vector<std::int16_t> buckets;
  std::vector<Id> people;
  std::vector<std::int16_t> years;
  std::vector<std::string> measures;
  std::vector<std::string> figures;

  void Add(const Id& person, int year, const Figures& of_year) {
    const auto array_of = [&of_year](auto part) {
      return absl::StrCat("{", absl::StrJoin(of_year, ",", part), "}");
    };
    buckets.push_back(static_cast<std::int16_t>(person.Bucket()));
    people.push_back(person);
    years.push_back(static_cast<std::int16_t>(year));
    measures.push_back(array_of([](auto* out, auto& of) { absl::StrAppend(out, of.first); }));
    figures.push_back(array_of([](auto* out, auto& of) { absl::StrAppend(out, of.second); }));
  }
};

void AddNewFigures(const Id& id, const PersonState& before, const PersonState& after,
                   YearColumns& columns) {
  for (const auto& [year, figures] : after.years) {
    const auto stored = before.years.find(year);
    if (stored != before.years.end() && stored->second == figures) continue;
    columns.Add(id, year, figures);
  }
}

absl::Status PutYears(pg::Transaction& tx, const YearColumns& columns) {
  if (columns.years.empty()) return absl::OkStatus();
  const auto views = [](const std::vector<std::string>& texts) {
    return std::vector<absl::string_view>(texts.begin(), texts.end());
  };
  pg::BinaryParams params;
  params.Int16Array(columns.buckets).UuidArray(columns.people).Int16Array(columns.years);
  params.TextArray(views(columns.measures)).TextArray(views(columns.figures));
  return pg::ExecBinary(tx, kPutYears, params);
}

absl::StatusOr<Figures> ReadFigures(pg::BinaryFields& row) {
  const std::vector<std::int16_t> measures = row.Int16Array();
  const std::vector<std::int64_t> values = row.Int64Array();
  if (measures.size() != values.size()) {
    return Refusal(Reason::INTERNAL, "figures: want a value for each measure");
  }
  Figures figures;
  for (std::size_t i = 0; i < measures.size(); ++i) figures[measures[i]] = values[i];
  return figures;
}

}  // namespace

absl::StatusOr<People> LockAndLoad(pg::Transaction& tx, const YearsOfPeople& people) {
  XUEFEN_RETURN_IF_ERROR(LockBuckets(tx, people));
  People loaded;
  std::vector<std::int16_t> first;
  std::vector<std::int16_t> last;
  for (const auto& [person, years] : people) {
    loaded.try_emplace(person);
    first.push_back(static_cast<std::int16_t>(years.first));
    last.push_back(static_cast<std::int16_t>(years.last));
  }
  pg::BinaryParams keys = KeysOf(people);
  XUEFEN_RETURN_IF_ERROR(
      pg::ExecBinary(tx, kLoadAdministrations, keys, [&](pg::BinaryFields& row) -> absl::Status {
        XUEFEN_ASSIGN_OR_RETURN(const Id person, ReadPerson(row));
        Administration place{.first_day = row.Date(), .division = {}};
        place.division = std::string(row.Bytes());
        loaded[person].administrations.push_back(std::move(place));
        return absl::OkStatus();
      }));
  keys.Int16Array(first).Int16Array(last);
  XUEFEN_RETURN_IF_ERROR(
      pg::ExecBinary(tx, kLoadYears, keys, [&](pg::BinaryFields& row) -> absl::Status {
        XUEFEN_ASSIGN_OR_RETURN(const Id person, ReadPerson(row));
        Figures& figures = loaded[person].years[row.Int16()];
        XUEFEN_ASSIGN_OR_RETURN(figures, ReadFigures(row));
        return absl::OkStatus();
      }));
  return loaded;
}

absl::Status SaveChanges(pg::Transaction& tx, const People& before, const People& after) {
  MultiRow administrations(tx, kPutAdministrations, 4, kReplaceAdministration);
  YearColumns years;
  for (const auto& [id, person] : after) {
    AddNewAdministrations(id, before.at(id), person, administrations);
    AddNewFigures(id, before.at(id), person, years);
  }
  administrations.Finish();
  return PutYears(tx, years);
}

}  // namespace xuefen::statistics
