#include "services/registry/storage/sealed.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "libs/pg/columns.h"

namespace xuefen::registry {
namespace {

// A sealed value has its key's id in bytes 2 to 5. A person's row has the id itself as its key.
constexpr pg::Statement kLockNames = {"lock_sealed_names", R"sql(
  SELECT uuid_send(person), person, sealed_name FROM person
  WHERE bucket = $1 AND uuid_send(person) > $2 AND substring(sealed_name FROM 2 FOR 4) <> $3
  ORDER BY person LIMIT $4 FOR UPDATE)sql"};
constexpr pg::Statement kReplaceName = {"replace_sealed_name", R"sql(
  UPDATE person SET sealed_name = $3 WHERE bucket = $1 AND person = encode($2, 'hex')::uuid)sql"};

constexpr pg::Statement kLockNumbers = {"lock_sealed_numbers", R"sql(
  SELECT lookup, person, sealed_number FROM identity
  WHERE shard = $1 AND lookup > $2 AND substring(sealed_number FROM 2 FOR 4) <> $3
  ORDER BY lookup LIMIT $4 FOR UPDATE)sql"};
constexpr pg::Statement kReplaceNumber = {"replace_sealed_number", R"sql(
  UPDATE identity SET sealed_number = $3 WHERE shard = $1 AND lookup = $2)sql"};

std::string Bytes(crypto::KeyId id) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<char>(id >> shift));
  return bytes;
}

}  // namespace

std::vector<SealedValue> LockSealedWithOther(pg::Transaction& tx, SealedColumn column, int part,
                                             const std::string& after, crypto::KeyId key_id,
                                             int limit) {
  std::vector<SealedValue> values;
  const pg::Statement& statement = column == SealedColumn::kName ? kLockNames : kLockNumbers;
  for (const pqxx::row& row :
       tx.Exec(statement, part, pg::Bytes(after), pg::Bytes(Bytes(key_id)), limit)) {
    values.push_back({.key = pg::ReadBytes(row[0]),
                      .person = pg::ReadId(row[1]),
                      .sealed = pg::ReadBytes(row[2])});
  }
  return values;
}

void ReplaceSealed(pg::Transaction& tx, SealedColumn column, int part, const SealedValue& value) {
  tx.Exec(column == SealedColumn::kName ? kReplaceName : kReplaceNumber, part, pg::Bytes(value.key),
          pg::Bytes(value.sealed));
}

}  // namespace xuefen::registry
