#include "libs/ledger/ledger_fixture.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/ids.h"
#include "libs/base/status_macros.h"
#include "libs/ledger/append.h"
#include "libs/ledger/reader.h"
#include "libs/pg/transact.h"
#include "migrations/ledger_migrations.h"

namespace xuefen::ledger {

LedgerTest::LedgerTest() {
  const absl::Status migrated =
      pg::Migrate(*MigratorPool("registry"), "registry", {LedgerMigrations()});
  EXPECT_TRUE(migrated.ok()) << migrated;
}

absl::Time LedgerTest::Soon() { return absl::Now() + absl::Seconds(30); }

absl::StatusOr<std::vector<Outcome>> LedgerTest::Append(const std::vector<Entry>& entries) {
  std::vector<Outcome> outcomes;
  XUEFEN_RETURN_IF_ERROR(
      pg::Transact(*pool_, Soon(), [&](pg::Transaction& transaction) -> absl::Status {
        XUEFEN_ASSIGN_OR_RETURN(outcomes, AppendInTransaction(transaction, entries));
        return absl::OkStatus();
      }));
  return outcomes;
}

void LedgerTest::ExpectEntries(int count) {
  const std::string want = absl::StrCat(count);
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM registry.ledger"), want);
  EXPECT_EQ(AsSuperuser("SELECT sum(seq) FROM registry.read_heads()"), want);
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM registry.ledger WHERE event_key <> ''"),
            AsSuperuser("SELECT count(*) FROM registry.claim"));
}

void LedgerTest::ExpectWhole() {
  for (int bucket = 0; bucket < kBuckets; ++bucket) {
    const absl::StatusOr<Place> end = VerifyChain(*pool_, Soon(), bucket);
    EXPECT_TRUE(end.ok()) << end.status();
  }
}

Entry MakeEntry(int bucket, const std::string& event_key, const std::string& content,
                std::int32_t source) {
  return {.bucket = bucket,
          .source = source,
          .event_key = event_key,
          .type = "Tested",
          .body = absl::StrCat("body of ", event_key, " with ", content),
          .content_digest = Sha256(content)};
}

}  // namespace xuefen::ledger
