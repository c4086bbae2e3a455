#pragma once

#include <string>
#include <vector>

#include "libs/pg/transaction.h"

// The keys with which stored data was made.
namespace xuefen::registry {

struct KeyInUse {
  enum class Purpose { kEncryption, kLookup };

  Purpose purpose;
  int key_id = 0;
  std::string proof;  // made with the key
};

std::vector<KeyInUse> ListKeysInUse(pg::Transaction& tx);

// Does nothing when the key is known.
void RecordKeyInUse(pg::Transaction& tx, const KeyInUse& key);

// Forgets every encryption key but one.
void ForgetOtherEncryptionKeys(pg::Transaction& tx, int key_id);

}  // namespace xuefen::registry
