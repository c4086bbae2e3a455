#include "services/credit/storage/determinations.h"

#include <cstdint>
#include <pqxx/pqxx>

#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"
#include "libs/pg/columns.h"

namespace xuefen::credit {
namespace {

// What is new goes before what is kept: of a row that ends as it did, PostgreSQL logs only what is
// before that end.
constexpr pg::Statement kPut = {"put_determinations", R"sql(
  INSERT INTO determination (bucket, person, year, law, receipt, summary, records)
  SELECT bucket, person, year, $7, receipt, summary, records
  FROM unnest($1, $2, $3, $4, $5, $6) AS made (bucket, person, year, receipt, summary, records)
  ON CONFLICT (bucket, person, year) DO UPDATE
  SET law = EXCLUDED.law, receipt = EXCLUDED.receipt, summary = EXCLUDED.summary,
      records = EXCLUDED.records || determination.records
  WHERE determination.receipt <> EXCLUDED.receipt OR EXCLUDED.records <> ''
  RETURNING person, year)sql"};

constexpr pg::Statement kList = {"list_determinations", R"sql(
  SELECT year, law, summary FROM determination
  WHERE bucket = $1 AND person = $2 ORDER BY year)sql"};

constexpr pg::Statement kListOfOtherLaws = {"list_people_of_other_laws", R"sql(
  SELECT DISTINCT person FROM determination
  WHERE bucket = $1 AND law <> $2 AND ($3::uuid IS NULL OR person > $3::uuid)
  ORDER BY person LIMIT $4)sql"};

constexpr pg::Statement kNoteLaw = {"note_law", R"sql(
  UPDATE determination SET law = $3
  WHERE bucket = $1 AND person = ANY($2) AND law <> $3)sql"};

pg::BinaryParams ParamsOf(int law, const std::vector<DeterminationRow>& rows) {
  std::vector<Id> people;
  std::vector<std::int16_t> bucket;
  std::vector<std::int16_t> year;
  std::vector<absl::string_view> receipt;
  std::vector<absl::string_view> summary;
  std::vector<absl::string_view> records;
  for (const DeterminationRow& row : rows) {
    people.push_back(row.person);
    bucket.push_back(static_cast<std::int16_t>(row.person.Bucket()));
    year.push_back(static_cast<std::int16_t>(row.year));
    receipt.push_back(AsView(row.receipt));
    summary.push_back(row.summary);
    records.push_back(row.records);
  }
  pg::BinaryParams params;
  params.Int16Array(bucket).UuidArray(people).Int16Array(year);
  params.BytesArray(receipt).BytesArray(summary).BytesArray(records).Int32(law);
  return params;
}

}  // namespace

absl::StatusOr<std::vector<std::pair<Id, int>>> PutDeterminations(
    pg::Transaction& tx, int law, const std::vector<DeterminationRow>& rows) {
  std::vector<std::pair<Id, int>> changed;
  if (rows.empty()) return changed;
  const auto take = [&](pg::BinaryFields& fields) -> absl::Status {
    const std::optional<Id> person = Id::FromBytes(fields.Bytes());
    if (!person.has_value()) return Refusal(Reason::INTERNAL, "determination: no person");
    changed.emplace_back(*person, fields.Int16());
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(tx, kPut, ParamsOf(law, rows), take));
  return changed;
}

absl::StatusOr<std::vector<KeptYear>> ListDeterminations(pg::Transaction& tx, const Id& person) {
  std::vector<KeptYear> years;
  const auto take = [&](pg::BinaryFields& row) {
    KeptYear& kept = years.emplace_back();
    kept.year = row.Int16();
    kept.law = row.Int32();
    kept.summary = std::string(row.Bytes());
    return absl::OkStatus();
  };
  const auto bucket = static_cast<std::int16_t>(person.Bucket());
  const pg::BinaryParams params = pg::BinaryParams().Int16(bucket).Uuid(person);
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(tx, kList, params, take));
  return years;
}

std::set<Id> ListPeopleOfOtherLaws(pg::Transaction& tx, int law, int bucket,
                                   std::optional<Id> after, int count_max) {
  std::optional<std::string> after_column;
  if (after.has_value()) after_column = pg::Column(*after);
  std::set<Id> people;
  for (const pqxx::row& row : tx.Exec(kListOfOtherLaws, bucket, law, after_column, count_max)) {
    people.insert(pg::ReadId(row[0]));
  }
  return people;
}

absl::Status NoteLaw(pg::Transaction& tx, const std::set<Id>& people, int law) {
  pg::BinaryParams params;
  params.Int16(static_cast<std::int16_t>(people.begin()->Bucket()));
  params.UuidArray(std::vector<Id>(people.begin(), people.end())).Int32(law);
  return pg::ExecBinary(tx, kNoteLaw, params);
}

}  // namespace xuefen::credit
