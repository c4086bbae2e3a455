#include "services/registry/storage/keys.h"

#include <pqxx/pqxx>

#include "libs/pg/columns.h"

namespace xuefen::registry {
namespace {

constexpr char kEncryption[] = "encryption";
constexpr char kLookup[] = "lookup";

constexpr pg::Statement kListKeysInUse = {"list_keys_in_use", R"sql(
  SELECT purpose, key_id, proof FROM key_in_use ORDER BY purpose, key_id)sql"};

constexpr pg::Statement kRecordKeyInUse = {"record_key_in_use", R"sql(
  INSERT INTO key_in_use (purpose, key_id, proof) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)sql"};

constexpr pg::Statement kForgetOtherKeys = {"forget_other_keys", R"sql(
  DELETE FROM key_in_use WHERE purpose = $1 AND key_id <> $2)sql"};

}  // namespace

std::vector<KeyInUse> ListKeysInUse(pg::Transaction& tx) {
  std::vector<KeyInUse> keys;
  for (const pqxx::row& row : tx.Exec(kListKeysInUse)) {
    keys.push_back({.purpose = row[0].as<std::string>() == kEncryption
                                   ? KeyInUse::Purpose::kEncryption
                                   : KeyInUse::Purpose::kLookup,
                    .key_id = row[1].as<int>(),
                    .proof = pg::ReadBytes(row[2])});
  }
  return keys;
}

void RecordKeyInUse(pg::Transaction& tx, const KeyInUse& key) {
  tx.Exec(kRecordKeyInUse, key.purpose == KeyInUse::Purpose::kEncryption ? kEncryption : kLookup,
          key.key_id, pg::Bytes(key.proof));
}

void ForgetOtherEncryptionKeys(pg::Transaction& tx, int key_id) {
  tx.Exec(kForgetOtherKeys, kEncryption, key_id);
}

}  // namespace xuefen::registry
