#include "services/credit/storage/laws.h"

#include <algorithm>
#include <pqxx/pqxx>
#include <string>

#include "libs/pg/columns.h"

namespace xuefen::credit {
namespace {

constexpr pg::Statement kFind = {
    "find_law", "SELECT number, digest, applied FROM law ORDER BY number DESC LIMIT 1"};
constexpr pg::Statement kHold = {"hold_laws", "LOCK TABLE law IN ROW SHARE MODE"};
constexpr pg::Statement kLock = {"lock_laws", "LOCK TABLE law IN EXCLUSIVE MODE"};
constexpr pg::Statement kInsert = {"insert_law",
                                   "INSERT INTO law (number, digest) VALUES ($1, $2)"};
constexpr pg::Statement kMark = {"mark_applied", "UPDATE law SET applied = true WHERE number = $1"};

}  // namespace

void HoldLaws(pg::Transaction& tx) { tx.Exec(kHold); }

void LockLaws(pg::Transaction& tx) { tx.Exec(kLock); }

std::optional<LawRow> FindLawInService(pg::Transaction& tx) {
  const pqxx::result rows = tx.Exec(kFind);
  if (rows.empty()) return std::nullopt;
  LawRow law{.number = rows[0][0].as<int>(), .digest = {}, .applied = rows[0][2].as<bool>()};
  const std::string digest = pg::ReadBytes(rows[0][1]);
  std::copy(digest.begin(), digest.end(), law.digest.begin());
  return law;
}

void InsertLaw(pg::Transaction& tx, const LawRow& law) {
  tx.Exec(kInsert, law.number, pg::Bytes(AsView(law.digest)));
}

void MarkApplied(pg::Transaction& tx, int number) { tx.Exec(kMark, number); }

}  // namespace xuefen::credit
