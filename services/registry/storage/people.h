#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "libs/base/bytes.h"
#include "libs/base/civil.h"
#include "libs/base/ids.h"
#include "libs/pg/transaction.h"

// Rows of people and their identity documents. Everything here runs inside the caller's
// transaction.
namespace xuefen::registry {

// An identity document as stored: nothing here tells number or name without the keys.
struct IdentityRow {
  Sha256Digest lookup{};  // keyed hash of the canonical number
  Id person;
  Sha256Digest name_hash{};
  int lookup_key_id = 0;
  std::string sealed_number;
};

// A division and the first day it administers a person.
struct Administration {
  Day first_day;
  std::string division;

  friend bool operator==(const Administration&, const Administration&) = default;
};

struct PersonRow {
  Id person;
  std::string sealed_name;
  std::vector<Administration> administrations;  // ascending by first day
};

// Whose number and under which name.
struct FoundIdentity {
  Id person;
  Sha256Digest name_hash{};
};

// Those of `lookups` that are registered.
absl::StatusOr<absl::flat_hash_map<Sha256Digest, FoundIdentity>> FindIdentities(
    pg::Transaction& tx, const std::vector<Sha256Digest>& lookups);

// False when the number was registered in the meantime.
bool InsertIdentity(pg::Transaction& tx, const IdentityRow& row);

// A person with one administration.
void InsertPerson(pg::Transaction& tx, const PersonRow& row);

std::optional<PersonRow> FindPerson(pg::Transaction& tx, const Id& person);

}  // namespace xuefen::registry
