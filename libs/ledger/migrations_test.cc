#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/ledger/append.h"
#include "libs/ledger/ledger_fixture.h"
#include "libs/pg/migrations.h"
#include "libs/pg/transact.h"
#include "migrations/ledger_migrations.h"

namespace xuefen::ledger {
namespace {

// A ledger as it was when heads moved: with one entry in bucket 9.
class HeadsMigrationTest : public PostgresTest {
 protected:
  HeadsMigrationTest() {
    EXPECT_TRUE(MigrateTo(2).ok());
    AsSuperuser(
        "INSERT INTO registry.ledger VALUES (1, 7, 9, 1, 'a', 'Tested', '', sha256('end'));"
        " UPDATE registry.ledger_head SET next_seq = 2, chain = sha256('end') WHERE bucket = 9");
  }

  absl::Status MigrateTo(std::size_t step) const {
    pg::MigrationSet first = LedgerMigrations();
    first.migrations.resize(step);
    return pg::Migrate(*MigratorPool("registry"), "registry", {first});
  }
};

TEST_F(HeadsMigrationTest, BucketsGoOnWhereTheyEnded) {
  ASSERT_TRUE(MigrateTo(3).ok());
  const auto pool = ServicePool("registry");
  const absl::Status status = pg::Transact(
      *pool, absl::Now() + absl::Seconds(30), [](pg::Transaction& transaction) -> absl::Status {
        const auto outcomes = AppendInTransaction(
            transaction, std::vector<Entry>{MakeEntry(9, "b"), MakeEntry(10, "c")});
        EXPECT_TRUE(outcomes.ok()) << outcomes.status();
        EXPECT_EQ(outcomes->at(0).seq, 2);
        EXPECT_EQ(outcomes->at(1).seq, 1);
        return outcomes.status();
      });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(HeadsMigrationTest, ABucketThatDoesNotEndAtItsHeadStopsIt) {
  for (const char* damage :
       {"UPDATE registry.ledger_head SET next_seq = 3 WHERE bucket = 9",
        "UPDATE registry.ledger_head SET next_seq = 2, chain = sha256('') WHERE bucket = 9",
        "UPDATE registry.ledger_head SET chain = sha256('end') WHERE bucket = 9;"
        " UPDATE registry.ledger_head SET next_seq = 2 WHERE bucket = 10"}) {
    AsSuperuser(damage);
    EXPECT_THAT(std::string(MigrateTo(3).message()), testing::HasSubstr("the head of bucket"))
        << damage;
  }
}

}  // namespace
}  // namespace xuefen::ledger
