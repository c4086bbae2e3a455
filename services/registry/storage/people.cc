#include "services/registry/storage/people.h"

#include <pqxx/pqxx>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"
#include "libs/pg/columns.h"

namespace xuefen::registry {
namespace {

// Not a join, so that the planner, who cannot know how many are wanted, does not read the whole
// table.
constexpr char kFindIdentities[] = R"sql(
  SELECT i.lookup, i.person, i.name_hash
  FROM unnest($1, $2) AS wanted (shard, lookup)
  CROSS JOIN LATERAL (SELECT lookup, person, name_hash FROM identity
                      WHERE shard = wanted.shard AND lookup = wanted.lookup OFFSET 0) AS i)sql";

constexpr pg::Statement kInsertIdentity = {"insert_identity", R"sql(
  INSERT INTO identity (shard, lookup, bucket, person, name_hash, lookup_key_id, sealed_number)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (shard, lookup) DO NOTHING)sql"};

constexpr pg::Statement kInsertPerson = {"insert_person", R"sql(
  INSERT INTO person (bucket, person, sealed_name) VALUES ($1, $2, $3))sql"};

constexpr pg::Statement kInsertAdministration = {"insert_administration", R"sql(
  INSERT INTO administration (bucket, person, first_day, division) VALUES ($1, $2, $3, $4))sql"};

constexpr pg::Statement kFindPerson = {"find_person", R"sql(
  SELECT sealed_name FROM person WHERE bucket = $1 AND person = $2)sql"};

constexpr pg::Statement kFindAdministrations = {"find_administrations", R"sql(
  SELECT first_day, division FROM administration
  WHERE bucket = $1 AND person = $2 ORDER BY first_day)sql"};

int ShardOf(const Sha256Digest& lookup) { return lookup.front() % kBuckets; }

}  // namespace

absl::StatusOr<absl::flat_hash_map<Sha256Digest, FoundIdentity>> FindIdentities(
    pg::Transaction& tx, const std::vector<Sha256Digest>& lookups) {
  std::vector<std::int16_t> shards;
  std::vector<absl::string_view> views;
  for (const Sha256Digest& lookup : lookups) {
    shards.push_back(static_cast<std::int16_t>(ShardOf(lookup)));
    views.push_back(AsView(lookup));
  }
  absl::flat_hash_map<Sha256Digest, FoundIdentity> found;
  XUEFEN_RETURN_IF_ERROR(
      pg::ExecBinary(tx, kFindIdentities, pg::BinaryParams().Int16Array(shards).BytesArray(views),
                     [&](pg::BinaryFields& row) -> absl::Status {
                       const std::optional<Sha256Digest> lookup = DigestFromBytes(row.Bytes());
                       const std::optional<Id> person = Id::FromBytes(row.Bytes());
                       const std::optional<Sha256Digest> name_hash = DigestFromBytes(row.Bytes());
                       if (!lookup.has_value() || !person.has_value() || !name_hash.has_value()) {
                         return absl::InternalError("identity: want a uuid and two hashes");
                       }
                       found[*lookup] = {.person = *person, .name_hash = *name_hash};
                       return absl::OkStatus();
                     }));
  return found;
}

bool InsertIdentity(pg::Transaction& tx, const IdentityRow& row) {
  return tx.Exec(kInsertIdentity, ShardOf(row.lookup), pg::Bytes(AsView(row.lookup)),
                 row.person.Bucket(), pg::Column(row.person), pg::Bytes(AsView(row.name_hash)),
                 row.lookup_key_id, pg::Bytes(row.sealed_number))
             .affected_rows() == 1;
}

void InsertPerson(pg::Transaction& tx, const PersonRow& row) {
  tx.Exec(kInsertPerson, row.person.Bucket(), pg::Column(row.person), pg::Bytes(row.sealed_name));
  for (const Administration& administration : row.administrations) {
    tx.Exec(kInsertAdministration, row.person.Bucket(), pg::Column(row.person),
            pg::Column(administration.first_day), administration.division);
  }
}

std::optional<PersonRow> FindPerson(pg::Transaction& tx, const Id& person) {
  const pqxx::result rows = tx.Exec(kFindPerson, person.Bucket(), pg::Column(person));
  if (rows.empty()) return std::nullopt;
  PersonRow found{
      .person = person, .sealed_name = pg::ReadBytes(rows[0][0]), .administrations = {}};
  for (const pqxx::row& row : tx.Exec(kFindAdministrations, person.Bucket(), pg::Column(person))) {
    found.administrations.push_back(
        {.first_day = pg::ReadDay(row[0]), .division = row[1].as<std::string>()});
  }
  return found;
}

}  // namespace xuefen::registry
