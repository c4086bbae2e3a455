#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/pg/pool.h"

namespace xuefen::pg {

// One step of a schema. Its name is NNNN_verb_noun; what has landed is never edited.
struct Migration {
  std::string name;
  std::string sql;
};

// The steps of one owner, numbered from 0001 without holes. A schema may hold several sets: the
// service's own and that of a library it uses. CMake's xuefen_migrations() makes them from files.
struct MigrationSet {
  std::string name;
  std::vector<Migration> migrations;
};

// Brings `schema` to the last step of every set, in order, each step in a transaction of its own.
// Safe to run again and by several processes at once. Within a step the schema is the search path,
// and these exist:
//
//   ops.shard_by(relation, column [, colocate_with])   on a distributed database: shards the table;
//   ops.replicate(relation)                            copies it to every node; elsewhere: nothing
//
// Every applied step is recorded in <schema>.schema_migration with its SHA-256. STATE_CONFLICT when
// an applied step is missing from its set or differs from what was applied.
//
// `pool` belongs to the role that owns the tables. The role named like the schema is the service's,
// and may read the records; steps grant it what else it needs.
absl::Status Migrate(Pool& pool, const std::string& schema, const std::vector<MigrationSet>& sets);

// STATE_CONFLICT unless the last applied step of `set` in the role's own schema has a number from
// `min` to `max`; before the first one that is 0. A program that starts asks this before it serves.
absl::Status CheckSchema(Pool& pool, absl::Time deadline, const std::string& set, int min, int max);

}  // namespace xuefen::pg
