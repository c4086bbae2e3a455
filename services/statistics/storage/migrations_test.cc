#include <gtest/gtest.h>

#include "libs/pg/migrations.h"
#include "migrations/ledger_migrations.h"
#include "migrations/statistics_migrations.h"
#include "tests/support/postgres_fixture.h"

namespace xuefen::statistics {
namespace {

class MigrationsTest : public PostgresTest {
 protected:
  // Up to a step of our own.
  void MigrateTo(std::size_t step) const {
    pg::MigrationSet first = StatisticsMigrations();
    first.migrations.resize(step);
    const absl::Status migrated =
        pg::Migrate(*MigratorPool("statistics"), "statistics", {LedgerMigrations(), first});
    ASSERT_TRUE(migrated.ok()) << migrated;
  }
};

TEST_F(MigrationsTest, FiguresOfAYearComeTogetherInOneRow) {
  MigrateTo(1);
  AsSuperuser(
      "INSERT INTO statistics.person_year (bucket, person, year, measure, value) VALUES"
      " (3, '00000000-0000-0000-0000-000000000001', 2018, 212, 800),"
      " (3, '00000000-0000-0000-0000-000000000001', 2018, 1, 1),"
      " (3, '00000000-0000-0000-0000-000000000001', 2019, 2, 0)");
  MigrateTo(2);
  EXPECT_EQ(AsSuperuser("SELECT string_agg(concat_ws(' ', right(person::text, 1), year, measures,"
                        " figures), '; ' ORDER BY year) FROM statistics.person_year"),
            "1 2018 {1,212} {1,800}; 1 2019 {2} {0}");
}

TEST_F(MigrationsTest, DeterminationsAreTakenInFromTheBeginning) {
  MigrateTo(2);
  AsSuperuser(
      "INSERT INTO statistics.feed_position (bucket, feed, source_bucket, seq, chain) VALUES"
      " (3, 'credit', 3, 7, sha256('')), (3, 'registry', 3, 9, sha256(''));"
      " INSERT INTO statistics.credit_reflects VALUES ('registry', 3, 8)");
  MigrateTo(3);
  EXPECT_EQ(AsSuperuser("SELECT string_agg(feed, ',') FROM statistics.feed_position"), "registry");
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM statistics.credit_reflects"), "0");
}

}  // namespace
}  // namespace xuefen::statistics
