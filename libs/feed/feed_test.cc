#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/base/ids.h"
#include "libs/feed/follower.h"
#include "libs/feed/positions.h"
#include "libs/feed/source.h"
#include "libs/ledger/append.h"
#include "libs/pg/transact.h"
#include "migrations/ledger_migrations.h"
#include "tests/support/postgres_fixture.h"

namespace xuefen::feed {
namespace {

// The registry's Watch without a network: what a LedgerSource would send, as a client reads it.
class DirectReader final : public grpc::ClientReaderInterface<common::v1::WatchResponse> {
 public:
  DirectReader(pg::Pool& pool, const common::v1::WatchRequest& request,
               const std::atomic<bool>& cut)
      : source_(pool, request, ReadReflects), cut_(cut) {}

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

// Writes down the body of every entry, in the follower's database.
class NoteBodies final : public Effect {
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
        "CREATE TABLE credit.noted (bucket int, seq bigint, body text, PRIMARY KEY (bucket, seq));"
        "GRANT SELECT, INSERT ON credit.noted TO credit");
  }

  void Append(int bucket, int count) {
    std::vector<ledger::Entry> entries;
    for (int i = 0; i < count; ++i) {
      entries.push_back({.bucket = bucket,
                         .source = 0,
                         .event_key = "",
                         .type = "Tested",
                         .body = absl::StrCat("body ", next_++),
                         .content_digest = {}});
    }
    const auto body = [&](pg::Transaction& tx) {
      return ledger::AppendInTransaction(tx, entries).status();
    };
    const absl::Status status = pg::Transact(*writer_, absl::Now() + absl::Seconds(10), body);
    ASSERT_TRUE(status.ok()) << status;
  }

  OpenFeed Open() {
    return [this](grpc::ClientContext*, const common::v1::WatchRequest& request) {
      return std::make_unique<DirectReader>(*writer_, request, cut_);
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
  const std::unique_ptr<pg::Pool> follower_pool_ = ServicePool("credit");
};

constexpr absl::Duration kPatience = absl::Seconds(10);

TEST_F(FeedTest, EveryEntryHasEffectOnceAlsoWhenTheEffectFailsAndTheFeedIsCut) {
  Append(3, 5);
  NoteBodies effect;
  effect.failures_left_ = 2;
  {
    Follower follower("registry", *follower_pool_, Open(), effect);
    Append(60, 2500);  // more than one message carries
    EXPECT_EQ(NotedWithin(kPatience, 2505), "2505");
    cut_ = true;
    follower.Stop();
  }
  cut_ = false;
  Append(3, 1);
  Follower again("registry", *follower_pool_, Open(), effect);
  EXPECT_EQ(NotedWithin(kPatience, 2506), "2506");
  EXPECT_EQ(again.Reached()[3], 6);
  cut_ = true;
}

TEST_F(FeedTest, TwoFollowersOfOneServiceShareTheWork) {
  NoteBodies one;
  NoteBodies other;
  Follower first("registry", *follower_pool_, Open(), one);
  Follower second("registry", *follower_pool_, Open(), other);
  for (int i = 0; i < 20; ++i) Append(i, 3);
  // The primary key of `noted` would refuse a second effect, and a missed one would be missing.
  EXPECT_EQ(NotedWithin(kPatience, 60), "60");
  cut_ = true;
}

TEST_F(FeedTest, AnEmptyFeedIsUpToDate) {
  NoteBodies effect;
  Follower follower("registry", *follower_pool_, Open(), effect);
  const absl::Time deadline = absl::Now() + kPatience;
  while (!effect.up_to_date_ && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_TRUE(effect.up_to_date_);
  cut_ = true;
}

TEST_F(FeedTest, ReflectsIsSentOnlyWithAllEntriesThatItIsAbout) {
  // The registry follows accreditation itself; its position stands in its own database.
  Append(1, 2100);
  AsSuperuser(
      "INSERT INTO registry.feed_position (seq, bucket, source_bucket, feed, chain) "
      "VALUES (9, 5, 5, 'accreditation', sha256('x'))");
  common::v1::WatchRequest request;
  for (int bucket = 0; bucket < kBuckets; ++bucket) request.add_from()->set_bucket(bucket);
  LedgerSource source(*writer_, request, ReadReflects);
  common::v1::WatchResponse response;
  ASSERT_TRUE(source.Next(response).value());
  EXPECT_EQ(response.reflects_size(), 0);
  EXPECT_FALSE(response.up_to_date());
  ASSERT_TRUE(source.Next(response).value());
  ASSERT_EQ(response.reflects_size(), 1);
  EXPECT_EQ(response.reflects(0).seq(), 9);
  EXPECT_TRUE(response.up_to_date());
  EXPECT_FALSE(source.Next(response).value());
}

}  // namespace
}  // namespace xuefen::feed
