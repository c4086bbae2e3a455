#include "services/statistics/testing/statistics_fixture.h"

#include "absl/time/clock.h"
#include "libs/ledger/positions.h"
#include "libs/pg/migrations.h"
#include "libs/pg/transact.h"
#include "migrations/ledger_migrations.h"
#include "migrations/statistics_migrations.h"
#include "services/statistics/app/arrived.h"

namespace xuefen::statistics::testing {
namespace {

constexpr char kCountDifferences[] = R"sql(
  WITH days AS (
    SELECT day::date FROM generate_series(date '2016-12-25', date '2019-01-05', '5 days') AS day),
  place AS (
    SELECT bucket, person, division, first_day,
           lead(first_day, 1, 'infinity')
             OVER (PARTITION BY bucket, person ORDER BY first_day) AS left_day
    FROM statistics.administration),
  recount AS (
    SELECT day, year, division, measure, sum(value)
    FROM days JOIN place ON first_day <= day AND day < left_day
    JOIN statistics.person_year USING (bucket, person)
    CROSS JOIN unnest(measures, figures) AS figure (measure, value)
    WHERE year = extract(year FROM day)
    GROUP BY day, year, division, measure HAVING sum(value) <> 0
    UNION ALL
    SELECT day, 0, division, 3, count(*)
    FROM days JOIN place ON first_day <= day AND day < left_day GROUP BY day, division),
  rolled AS (
    SELECT day, year, division, measure, sum(value)
    FROM days JOIN statistics.rollup
      ON from_day <= day AND (year = 0 OR year = extract(year FROM day))
    GROUP BY day, year, division, measure HAVING sum(value) <> 0)
  SELECT count(*) FROM (
    (TABLE recount EXCEPT TABLE rolled) UNION ALL (TABLE rolled EXCEPT TABLE recount)) AS d)sql";

absl::Status TakeInResponse(pg::Pool& pool, absl::Time deadline, feed::Effect& effect,
                            const feed::Change& change) {
  return pg::Transact(pool, deadline,
                      [&](pg::Transaction& tx) { return effect.Apply(tx, change); });
}

feed::Change ChangeOf(const std::vector<ledger::Entry>& entries) {
  feed::Change change;
  for (const ledger::Entry& entry : entries) {
    ledger::StoredEntry& stored = change.entries.emplace_back();
    stored.bucket = entry.bucket;
    stored.type = std::string(entry.type);
    stored.body = entry.body;
  }
  return change;
}

}  // namespace

StatisticsTest::StatisticsTest()
    : gate_({}, [this] { return ReadArrived(*pool_, Soon()); }), registry_(gate_), credit_(gate_) {
  const absl::Status migrated = pg::Migrate(*MigratorPool("statistics"), "statistics",
                                            {LedgerMigrations(), StatisticsMigrations()});
  EXPECT_TRUE(migrated.ok()) << migrated;
}

absl::Time StatisticsTest::Soon() { return absl::Now() + absl::Seconds(30); }

absl::Status StatisticsTest::TakeInRegistry(const std::vector<ledger::Entry>& entries) {
  return TakeInResponse(*pool_, Soon(), registry_, ChangeOf(entries));
}

absl::Status StatisticsTest::TakeInCredit(const std::vector<ledger::Entry>& entries,
                                          const std::vector<common::v1::SourcePosition>& reflects) {
  feed::Change change = ChangeOf(entries);
  change.reflects = reflects;
  return TakeInResponse(*pool_, Soon(), credit_, change);
}

absl::Status StatisticsTest::MoveTo(const std::string& feed, int bucket, std::int64_t seq) {
  ledger::Place to = ledger::Place::Start(bucket);
  to.seq = seq;
  return pg::Transact(*pool_, Soon(), [&](pg::Transaction& tx) {
    return ledger::AdvancePositions(
        tx, feed, {ledger::Advance::Of(bucket, ledger::Place::Start(bucket), to)});
  });
}

void StatisticsTest::ExpectRollupsAreExact() const {
  EXPECT_EQ(AsSuperuser(kCountDifferences), "0");
  EXPECT_NE(AsSuperuser("SELECT count(*) FROM statistics.rollup"), "0");
}

common::v1::SourcePosition Reflects(const std::string& source, int bucket, std::int64_t seq) {
  common::v1::SourcePosition position;
  position.set_source(source);
  position.set_bucket(bucket);
  position.set_seq(seq);
  return position;
}

}  // namespace xuefen::statistics::testing
