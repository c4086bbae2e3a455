#include "services/credit/storage/determinations.h"

#include <cstdint>
#include <map>
#include <pqxx/pqxx>

#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"
#include "libs/pg/columns.h"

namespace xuefen::credit {
namespace {

// One bucket a statement: that is one shard.
constexpr char kPut[] = R"sql(
  INSERT INTO determination (bucket, person, year, receipt, body)
  SELECT $1, person, year, receipt, body
  FROM unnest($2, $3, $4, $5) AS made (person, year, receipt, body)
  ON CONFLICT (bucket, person, year) DO UPDATE
  SET receipt = EXCLUDED.receipt, body = EXCLUDED.body
  WHERE determination.receipt <> EXCLUDED.receipt
  RETURNING person, year)sql";

constexpr pg::Statement kFind = {"find_determination", R"sql(
  SELECT body FROM determination WHERE bucket = $1 AND person = $2 AND year = $3)sql"};

constexpr pg::Statement kList = {"list_determinations", R"sql(
  SELECT year, body FROM determination WHERE bucket = $1 AND person = $2 ORDER BY year)sql"};

pg::BinaryParams ParamsOf(int bucket, const std::vector<const DeterminationRow*>& rows) {
  std::vector<std::string> people;
  for (const DeterminationRow* row : rows) people.push_back(row->person.Bytes());
  const std::vector<absl::string_view> person(people.begin(), people.end());
  std::vector<std::int16_t> year;
  std::vector<absl::string_view> receipt;
  std::vector<absl::string_view> body;
  for (const DeterminationRow* row : rows) {
    year.push_back(static_cast<std::int16_t>(row->year));
    receipt.push_back(AsView(row->receipt));
    body.push_back(row->body);
  }
  pg::BinaryParams params;
  params.Int16(static_cast<std::int16_t>(bucket)).UuidArray(person).Int16Array(year);
  params.BytesArray(receipt).BytesArray(body);
  return params;
}

}  // namespace

absl::StatusOr<std::vector<std::pair<Id, int>>> PutDeterminations(
    pg::Transaction& tx, const std::vector<DeterminationRow>& rows) {
  std::map<int, std::vector<const DeterminationRow*>> by_bucket;
  for (const DeterminationRow& row : rows) by_bucket[row.person.Bucket()].push_back(&row);
  std::vector<std::pair<Id, int>> changed;
  const auto take = [&](pg::BinaryFields& fields) -> absl::Status {
    const std::optional<Id> person = Id::FromBytes(fields.Bytes());
    if (!person.has_value()) return Refusal(Reason::INTERNAL, "determination: no person");
    changed.emplace_back(*person, fields.Int16());
    return absl::OkStatus();
  };
  for (const auto& [bucket, members] : by_bucket) {
    XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(tx, kPut, ParamsOf(bucket, members), take));
  }
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
