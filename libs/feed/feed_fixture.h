#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/feed/follower.h"
#include "libs/feed/positions.h"
#include "libs/feed/source.h"
#include "libs/ledger/append.h"
#include "libs/pg/transact.h"
#include "migrations/ledger_migrations.h"
#include "tests/support/postgres_fixture.h"

namespace xuefen::feed {

// Nobody waits for what the test itself does.
constexpr Pace kAtOnce = {.shared = std::chrono::milliseconds(0),
                          .gather = std::chrono::milliseconds(0)};

// The registry's Watch without a network: what a LedgerSource would send, as a client reads it.
class DirectReader final : public grpc::ClientReaderInterface<common::v1::WatchResponse> {
 public:
  DirectReader(pg::Pool& pool, const common::v1::WatchRequest& request,
               std::shared_ptr<Views> views, const ledger::Tail& tail, const std::atomic<bool>& cut)
      : source_(pool, request, std::move(views), &tail), cut_(cut) {}

  bool Read(common::v1::WatchResponse* response) override {
    while (!cut_) {
      const absl::StatusOr<bool> sent = source_.Next(*response);
      if (!sent.ok()) return false;
      if (*sent) return true;
      absl::SleepFor(absl::Milliseconds(2));
    }
    return false;
  }
  grpc::Status Finish() override { return grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut"); }
  bool NextMessageSize(std::uint32_t*) override { return false; }
  void WaitForInitialMetadata() override {}

 private:
  LedgerSource source_;
  const std::atomic<bool>& cut_;
};

// Writes down every entry in the follower's database: whatever is taken in twice stands there
// twice.
class NoteBodies : public Effect {
 public:
  absl::Status Apply(pg::Transaction& tx, const Change& change) override {
    for (const ledger::StoredEntry& entry : change.entries) {
      tx.Exec("INSERT INTO noted (bucket, seq, body) VALUES ($1, $2, $3)", entry.bucket, entry.seq,
              entry.body);
    }
    // A failure after the effect was written must undo it.
    if (failures_left_ > 0 && !change.entries.empty()) {
      --failures_left_;
      return absl::InternalError("planted");
    }
    return absl::OkStatus();
  }
  void Committed(const Change& change) override {
    if (change.up_to_date) up_to_date_ = true;
  }

  std::atomic<int> failures_left_{0};
  std::atomic<bool> up_to_date_{false};
};

// The registry writes, credit follows.
class FeedTest : public PostgresTest {
 protected:
  FeedTest() {
    for (const char* service : {"registry", "credit"}) {
      const absl::Status migrated =
          pg::Migrate(*MigratorPool(service), service, {LedgerMigrations()});
      EXPECT_TRUE(migrated.ok()) << migrated;
    }
    AsSuperuser(
        "CREATE TABLE credit.noted (nth bigint GENERATED ALWAYS AS IDENTITY, bucket int, seq "
        "bigint,"
        " body text); GRANT SELECT, INSERT ON credit.noted TO credit");
  }

  static ledger::Entry EntryWith(int bucket, std::string body) {
    return {.bucket = bucket,
            .source = 0,
            .event_key = "",
            .type = "Tested",
            .body = std::move(body),
            .content_digest = {}};
  }

  // Without `tail`, as another process would.
  void Append(int bucket, int count, ledger::Tail* tail = nullptr) {
    std::vector<ledger::Entry> entries;
    for (int i = 0; i < count; ++i) {
      entries.push_back(EntryWith(bucket, absl::StrCat("body ", next_++)));
    }
    const auto body = [&](pg::Transaction& tx) {
      return ledger::AppendInTransaction(tx, entries, tail).status();
    };
    const absl::Status status = pg::Transact(*writer_, absl::Now() + absl::Minutes(1), body);
    ASSERT_TRUE(status.ok()) << status;
  }

  OpenFeed Open() { return OpenUntil(cut_); }
  OpenFeed OpenUntil(const std::atomic<bool>& cut) {
    return [this, &cut](grpc::ClientContext*, const common::v1::WatchRequest& request) {
      return std::make_unique<DirectReader>(*writer_, request, views_, tail_, cut);
    };
  }

  // Entries noted, once `count` are there or it takes too long.
  std::string NotedWithin(absl::Duration patience, int count) {
    const absl::Time deadline = absl::Now() + patience;
    std::string noted;
    do {
      noted = AsSuperuser("SELECT count(*) FROM credit.noted");
      if (noted == absl::StrCat(count)) return noted;
      absl::SleepFor(absl::Milliseconds(10));
    } while (absl::Now() < deadline);
    return noted;
  }

  std::atomic<bool> cut_{false};
  int next_ = 0;
  const std::unique_ptr<pg::Pool> writer_ = ServicePool("registry");
  ledger::Tail tail_{1 << 20};
  std::shared_ptr<Views> views_ = std::make_shared<Views>(*writer_, ReadReflects, kAtOnce);
  const std::unique_ptr<pg::Pool> follower_pool_ = ServicePool("credit");
};

}  // namespace xuefen::feed
