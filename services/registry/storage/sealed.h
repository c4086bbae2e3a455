#pragma once

#include <string>
#include <vector>

#include "libs/base/ids.h"
#include "libs/crypto/key_ring.h"
#include "libs/pg/transaction.h"

// Sealed columns as such, for sealing them anew.
namespace xuefen::registry {

enum class SealedColumn { kName, kNumber };

// One sealed value. `key` is the rest of its row's primary key after bucket or shard.
struct SealedValue {
  std::string key;
  Id person;
  std::string sealed;
};

// Up to `limit` values of a bucket or shard after `after` which another key than `key_id` has
// sealed, locked until the transaction ends, in the order of their keys.
std::vector<SealedValue> LockSealedWithOther(pg::Transaction& tx, SealedColumn column, int part,
                                             const std::string& after, crypto::KeyId key_id,
                                             int limit);

void ReplaceSealed(pg::Transaction& tx, SealedColumn column, int part, const SealedValue& value);

}  // namespace xuefen::registry
