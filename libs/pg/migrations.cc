#include "libs/pg/migrations.h"

#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/bytes.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/columns.h"
#include "libs/pg/failure.h"
#include "libs/pg/result.h"
#include "libs/pg/transact.h"

namespace xuefen::pg {
namespace {

// Two processes may run this at the same time; one of them fails and tries again.
constexpr char kBootstrap[] = R"sql(
CREATE SCHEMA IF NOT EXISTS ops;

CREATE OR REPLACE FUNCTION ops.shard_by(relation regclass, shard_column text,
                                        colocate_with text DEFAULT 'default')
RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
  IF to_regproc('pg_catalog.create_distributed_table') IS NULL THEN
    RETURN;
  END IF;
  -- Fewer shards than buckets, or the buckets spread unevenly over them.
  PERFORM set_config('citus.shard_count', '16', true);
  EXECUTE 'SELECT create_distributed_table($1, $2, colocate_with => $3)'
    USING relation, shard_column, colocate_with;
END
$body$;

CREATE OR REPLACE FUNCTION ops.replicate(relation regclass)
RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
  IF to_regproc('pg_catalog.create_reference_table') IS NULL THEN
    RETURN;
  END IF;
  EXECUTE 'SELECT create_reference_table($1)' USING relation;
END
$body$;

CREATE TABLE IF NOT EXISTS schema_migration (
  set_name   text        NOT NULL,
  number     integer     NOT NULL,
  name       text        NOT NULL,
  sha256     bytea       NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (set_name, number)
);

CREATE TABLE IF NOT EXISTS schema_migration_lock (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row)
);
INSERT INTO schema_migration_lock VALUES (true) ON CONFLICT DO NOTHING;

DO $body$
BEGIN
  EXECUTE format('GRANT SELECT ON schema_migration TO %I', current_schema());
END
$body$;
)sql";

constexpr char kIsReady[] =
    "SELECT to_regclass('schema_migration_lock') IS NOT NULL"
    " AND to_regprocedure('ops.replicate(regclass)') IS NOT NULL";
constexpr char kUseSchema[] = "SELECT set_config('search_path', $1, true)";
constexpr char kLock[] = "SELECT only_row FROM schema_migration_lock FOR UPDATE";
constexpr char kApplied[] =
    "SELECT number, name, sha256 FROM schema_migration WHERE set_name = $1 ORDER BY number";
constexpr char kRecord[] =
    "INSERT INTO schema_migration (set_name, number, name, sha256) VALUES ($1, $2, $3, $4)";
constexpr char kHasRecords[] = "SELECT to_regclass('schema_migration') IS NOT NULL";
constexpr char kLast[] =
    "SELECT coalesce(max(number), 0) FROM schema_migration WHERE set_name = $1";

std::string DigestOf(const Migration& migration) {
  return std::string(AsView(Sha256(migration.sql)));
}

absl::Status CheckNumbers(const MigrationSet& set) {
  for (std::size_t i = 0; i < set.migrations.size(); ++i) {
    const std::string& name = set.migrations[i].name;
    int number = 0;
    if (!absl::SimpleAtoi(name.substr(0, 4), &number) || number != static_cast<int>(i) + 1) {
      return Refusal(Reason::STATE_CONFLICT,
                     absl::StrCat("migrations of ", set.name, ": ", name, ", want number ", i + 1));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckApplied(const MigrationSet& set, const pqxx::result& applied) {
  for (const pqxx::row& row : applied) {
    const auto number = row["number"].as<std::size_t>();
    const std::string name = row["name"].c_str();
    const bool same = number <= set.migrations.size() && set.migrations[number - 1].name == name &&
                      DigestOf(set.migrations[number - 1]) == ReadBytes(row["sha256"]);
    if (!same) {
      return Refusal(Reason::STATE_CONFLICT,
                     absl::StrCat("migrations of ", set.name, ": ", name,
                                  ", want the step as it was applied; it is missing or edited"));
    }
  }
  return absl::OkStatus();
}

// A step is our own text and holds no personal data, so its author sees what the server says of it.
absl::Status RunStep(Transaction& transaction, const std::string& set, const Migration& migration) {
  const Result result(PQexec(transaction.raw(), migration.sql.c_str()));
  const ExecStatusType outcome = PQresultStatus(result.get());
  if (outcome == PGRES_COMMAND_OK || outcome == PGRES_TUPLES_OK) return absl::OkStatus();
  const absl::Status failure = FailureOf(transaction.raw(), result.get());
  if (IsTransient(failure)) return failure;
  return Refusal(Reason::INTERNAL, absl::StrCat("migrations of ", set, ": ", migration.name, ": ",
                                                PQresultErrorMessage(result.get())));
}

// Applies the first step that is missing. `done` says that none was.
absl::Status ApplyNext(Transaction& transaction, const std::string& schema, const MigrationSet& set,
                       bool* done) {
  transaction.Exec(kUseSchema, schema);
  transaction.Exec(kLock);
  const pqxx::result applied = transaction.Exec(kApplied, set.name);
  XUEFEN_RETURN_IF_ERROR(CheckApplied(set, applied));
  *done = applied.size() == set.migrations.size();
  if (*done) return absl::OkStatus();
  const Migration& next = set.migrations[applied.size()];
  XUEFEN_RETURN_IF_ERROR(RunStep(transaction, set.name, next));
  // A step may have set another search path.
  transaction.Exec(kUseSchema, schema);
  transaction.Exec(kRecord, set.name, static_cast<int>(applied.size()) + 1, next.name,
                   Bytes(DigestOf(next)));
  return absl::OkStatus();
}

absl::Status Bootstrap(Pool& pool, const std::string& schema) {
  return Transact(pool, absl::InfiniteFuture(), [&](Transaction& transaction) -> absl::Status {
    transaction.Exec(kUseSchema, schema);
    if (transaction.Exec(kIsReady).front()[0].as<bool>()) return absl::OkStatus();
    return transaction.Run(kBootstrap);
  });
}

absl::Status BootstrapWithCompany(Pool& pool, const std::string& schema) {
  constexpr int kTriesMax = 5;
  absl::Status status = Bootstrap(pool, schema);
  for (int tries = 1; !status.ok() && tries < kTriesMax; ++tries) {
    absl::SleepFor(absl::Milliseconds(100));
    status = Bootstrap(pool, schema);
  }
  return status;
}

}  // namespace

absl::Status Migrate(Pool& pool, const std::string& schema, const std::vector<MigrationSet>& sets) {
  for (const MigrationSet& set : sets) XUEFEN_RETURN_IF_ERROR(CheckNumbers(set));
  XUEFEN_RETURN_IF_ERROR(BootstrapWithCompany(pool, schema));
  for (const MigrationSet& set : sets) {
    for (bool done = false; !done;) {
      // Its record in the same transaction makes a step safe to run again.
      XUEFEN_RETURN_IF_ERROR(TransactIdempotent(
          pool, absl::InfiniteFuture(),
          [&](Transaction& transaction) { return ApplyNext(transaction, schema, set, &done); }));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSchema(Pool& pool, absl::Time deadline, const std::string& set, int min,
                         int max) {
  int last = 0;
  XUEFEN_RETURN_IF_ERROR(TransactReadOnly(pool, deadline, [&](Transaction& transaction) {
    const bool has_records = transaction.Exec(kHasRecords).front()[0].as<bool>();
    last = has_records ? transaction.Exec(kLast, set).front()[0].as<int>() : 0;
    return absl::OkStatus();
  }));
  if (min <= last && last <= max) return absl::OkStatus();
  return Refusal(Reason::STATE_CONFLICT,
                 absl::StrCat("schema ", set, ": step ", last, ", want ", min, " to ", max,
                              last < min ? "; run migrate" : "; want a newer program"));
}

}  // namespace xuefen::pg
