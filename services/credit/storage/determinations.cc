#include "services/credit/storage/determinations.h"

#include <cstdint>
#include <pqxx/pqxx>

#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"
#include "libs/pg/columns.h"

namespace xuefen::credit {
namespace {

constexpr pg::Statement kPut = {"put_determinations", R"sql(
  INSERT INTO determination (bucket, person, year, receipt, body)
  SELECT bucket, person, year, receipt, body
  FROM unnest($1, $2, $3, $4, $5) AS made (bucket, person, year, receipt, body)
  ON CONFLICT (bucket, person, year) DO UPDATE
  SET receipt = EXCLUDED.receipt, body = EXCLUDED.body
  WHERE determination.receipt <> EXCLUDED.receipt
  RETURNING person, year)sql"};

constexpr pg::Statement kFind = {"find_determination", R"sql(
  SELECT body FROM determination WHERE bucket = $1 AND person = $2 AND year = $3)sql"};

constexpr pg::Statement kList = {"list_determinations", R"sql(
  SELECT year, body FROM determination WHERE bucket = $1 AND person = $2 ORDER BY year)sql"};

pg::BinaryParams ParamsOf(const std::vector<DeterminationRow>& rows) {
  std::vector<std::string> people;
  for (const DeterminationRow& row : rows) people.push_back(row.person.Bytes());
  std::vector<std::int16_t> bucket;
  std::vector<std::int16_t> year;
  std::vector<absl::string_view> receipt;
  std::vector<absl::string_view> body;
  for (const DeterminationRow& row : rows) {
    bucket.push_back(static_cast<std::int16_t>(row.person.Bucket()));
    year.push_back(static_cast<std::int16_t>(row.year));
    receipt.push_back(AsView(row.receipt));
    body.push_back(row.body);
  }
  pg::BinaryParams params;
  params.Int16Array(bucket).UuidArray({people.begin(), people.end()}).Int16Array(year);
  params.BytesArray(receipt).BytesArray(body);
  return params;
}

}  // namespace

absl::StatusOr<std::vector<std::pair<Id, int>>> PutDeterminations(
    pg::Transaction& tx, const std::vector<DeterminationRow>& rows) {
  std::vector<std::pair<Id, int>> changed;
  if (rows.empty()) return changed;
  const auto take = [&](pg::BinaryFields& fields) -> absl::Status {
    const std::optional<Id> person = Id::FromBytes(fields.Bytes());
    if (!person.has_value()) return Refusal(Reason::INTERNAL, "determination: no person");
    changed.emplace_back(*person, fields.Int16());
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(tx, kPut, ParamsOf(rows), take));
  return changed;
}

std::optional<std::string> FindDetermination(pg::Transaction& tx, const Id& person, int year) {
  const pqxx::result rows = tx.Exec(kFind, person.Bucket(), pg::Column(person), year);
  if (rows.empty()) return std::nullopt;
  return pg::ReadBytes(rows[0][0]);
}

std::vector<std::pair<int, std::string>> ListDeterminations(pg::Transaction& tx, const Id& person) {
  std::vector<std::pair<int, std::string>> determinations;
  for (const pqxx::row& row : tx.Exec(kList, person.Bucket(), pg::Column(person))) {
    determinations.emplace_back(row[0].as<int>(), pg::ReadBytes(row[1]));
  }
  return determinations;
}

}  // namespace xuefen::credit
