#include "libs/pg/migrations.h"

#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "tests/support/postgres_fixture.h"

namespace xuefen::pg {
namespace {

class MigrationsTest : public PostgresTest {
 protected:
  absl::Status Run(const std::vector<MigrationSet>& sets) {
    return Migrate(*MigratorPool("credit"), "credit", sets);
  }

  absl::Status Check(int min, int max) {
    return CheckSchema(*ServicePool("credit"), absl::Now() + absl::Seconds(20), "credit", min, max);
  }

  const MigrationSet one_ = {"credit", {{"0001_create_a", "CREATE TABLE a (x int)"}}};
  const MigrationSet two_ = {"credit",
                             {{"0001_create_a", "CREATE TABLE a (x int)"},
                              {"0002_create_b", "CREATE TABLE b (x int); SELECT 1"}}};
};

TEST_F(MigrationsTest, ApplyEachStepOnceInTheSchemaOfTheService) {
  EXPECT_TRUE(Run({one_}).ok());
  EXPECT_TRUE(Run({two_}).ok());
  EXPECT_TRUE(Run({two_}).ok());
  EXPECT_EQ(AsSuperuser("SELECT to_regclass('credit.b') IS NOT NULL"), "t");
  EXPECT_EQ(
      AsSuperuser("SELECT string_agg(name, ' ' ORDER BY number) FROM credit.schema_migration"),
      "0001_create_a 0002_create_b");
  EXPECT_EQ(AsSuperuser("SELECT tableowner FROM pg_tables WHERE tablename = 'b'"), "migrator");
}

TEST_F(MigrationsTest, ServeSeveralSetsInTheirOrder) {
  const MigrationSet library = {"library", {{"0001_create_l", "CREATE TABLE l (x int)"}}};
  const MigrationSet own = {"credit", {{"0001_use_l", "CREATE VIEW v AS SELECT x FROM l"}}};
  EXPECT_TRUE(Run({library, own}).ok());
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM credit.schema_migration"), "2");
}

TEST_F(MigrationsTest, RefuseAnEditedOrMissingOrMisnumberedStep) {
  ASSERT_TRUE(Run({two_}).ok());
  MigrationSet edited = two_;
  edited.migrations[0].sql += " ";
  EXPECT_EQ(ReasonOf(Run({edited})), Reason::STATE_CONFLICT);
  MigrationSet renamed = two_;
  renamed.migrations[1].name = "0002_create_c";
  EXPECT_EQ(ReasonOf(Run({renamed})), Reason::STATE_CONFLICT);
  EXPECT_EQ(ReasonOf(Run({one_})), Reason::STATE_CONFLICT);
  MigrationSet with_hole = two_;
  with_hole.migrations.push_back({"0004_create_d", "CREATE TABLE d (x int)"});
  EXPECT_EQ(ReasonOf(Run({with_hole})), Reason::STATE_CONFLICT);
}

TEST_F(MigrationsTest, LeaveNoTraceOfAStepThatFailsAndSayWhy) {
  MigrationSet failing = one_;
  failing.migrations.push_back({"0002_fail", "CREATE TABLE b (x int); SELECT nonsense"});
  const absl::Status status = Run({failing});
  EXPECT_EQ(ReasonOf(status), Reason::INTERNAL);
  EXPECT_THAT(status.ToString(), testing::HasSubstr("nonsense"));
  EXPECT_EQ(AsSuperuser("SELECT to_regclass('credit.b') IS NULL"), "t");
  EXPECT_TRUE(Run({two_}).ok());
}

TEST_F(MigrationsTest, MayRunInSeveralProcessesAndServicesAtOnce) {
  std::vector<std::thread> threads;
  for (const std::string service : {"credit", "credit", "registry", "statistics"}) {
    threads.emplace_back([this, service] {
      const absl::Status status = Migrate(*MigratorPool(service), service, {two_});
      EXPECT_TRUE(status.ok()) << status;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM credit.schema_migration"), "2");
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM registry.schema_migration"), "2");
}

TEST_F(MigrationsTest, AProgramFindsOutWhetherItFitsTheSchema) {
  // Nothing is there at all.
  EXPECT_EQ(ReasonOf(Check(1, 2)), Reason::STATE_CONFLICT);
  EXPECT_THAT(std::string(Check(1, 2).message()),
              testing::HasSubstr("step 0, want 1 to 2; run migrate"));
  ASSERT_TRUE(Run({two_}).ok());
  EXPECT_TRUE(Check(2, 2).ok());
  EXPECT_TRUE(Check(1, 3).ok());
  EXPECT_EQ(ReasonOf(Check(3, 4)), Reason::STATE_CONFLICT);
  EXPECT_EQ(ReasonOf(Check(1, 1)), Reason::STATE_CONFLICT);
}

TEST_F(MigrationsTest, ShardNothingOnAPlainServer) {
  EXPECT_TRUE(Run({{"credit",
                    {{"0001_create_a",
                      "CREATE TABLE a (bucket int PRIMARY KEY);"
                      "SELECT ops.shard_by('a', 'bucket'); SELECT ops.replicate('a')"}}}})
                  .ok());
}

// Functions of the names that a distributed PostgreSQL has, which note how they were called.
TEST_F(MigrationsTest, ShardWhereTheServerIsDistributed) {
  AsSuperuser(
      "CREATE TABLE public.called (how text); GRANT ALL ON public.called TO PUBLIC;"
      "CREATE FUNCTION pg_catalog.create_distributed_table(table_name regclass,"
      "  distribution_column text, colocate_with text) RETURNS void LANGUAGE sql AS"
      "  $$ INSERT INTO public.called VALUES (table_name || ' ' || distribution_column || ' ' ||"
      "     colocate_with || ' ' || current_setting('citus.shard_count')) $$;"
      "CREATE FUNCTION pg_catalog.create_reference_table(table_name regclass) RETURNS void"
      "  LANGUAGE sql AS $$ INSERT INTO public.called VALUES (table_name || ' everywhere') $$");
  EXPECT_TRUE(Run({{"credit",
                    {{"0001_create_a",
                      "CREATE TABLE a (bucket int PRIMARY KEY); CREATE TABLE c (x int);"
                      "CREATE TABLE b (bucket int PRIMARY KEY);"
                      "SELECT ops.shard_by('a', 'bucket'), ops.shard_by('b', 'bucket', 'a'),"
                      "       ops.replicate('c')"}}}})
                  .ok());
  EXPECT_EQ(AsSuperuser("SELECT string_agg(how, ', ' ORDER BY how) FROM public.called"),
            "a bucket default 16, b bucket a 16, c everywhere");
}

}  // namespace
}  // namespace xuefen::pg
