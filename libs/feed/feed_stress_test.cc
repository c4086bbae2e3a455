// A follower under everything at once: writers that meet in buckets, abort and lose their sessions,
// streams that are cut, and followers of one service that come and go. The seed is printed.

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/base/ids.h"
#include "libs/base/status_macros.h"
#include "libs/feed/feed_fixture.h"
#include "libs/ledger/reader.h"

namespace xuefen::feed {
namespace {

// An end for what would never come; nobody waits so long.
constexpr absl::Duration kPatience = absl::Minutes(2);
constexpr int kWriters = 4;
constexpr int kTransactions = 150;

using Chance = std::mt19937;

int Draw(Chance& chance, int below) {
  return std::uniform_int_distribution<int>(0, below - 1)(chance);
}

class FeedStressTest : public FeedTest {
 protected:
  // As in service.
  FeedStressTest() { views_ = std::make_shared<Views>(*writer_, ReadReflects); }

  // Transactions over one to four buckets, a tenth of them given up in the end, with pauses in
  // between so that they overlap.
  void Write(unsigned seed) {
    Chance chance(seed);
    for (int number = 0; number < kTransactions; ++number) {
      std::vector<ledger::Entry> entries;
      for (int bucket = Draw(chance, 4) + 1; bucket > 0; --bucket) {
        const int entries_of_bucket = Draw(chance, 20) + 1;
        const int where = Draw(chance, kBuckets);
        for (int i = 0; i < entries_of_bucket; ++i) {
          entries.push_back(EntryWith(where, absl::StrCat(seed, "/", number)));
        }
      }
      const bool abort = Draw(chance, 10) == 0;
      // Every other one as by another process.
      ledger::Tail* const tail = number % 2 == 0 ? &tail_ : nullptr;
      const auto pause = absl::Milliseconds(Draw(chance, 3));
      const auto body = [&](pg::Transaction& tx) -> absl::Status {
        XUEFEN_RETURN_IF_ERROR(ledger::AppendInTransaction(tx, entries, tail).status());
        absl::SleepFor(pause);
        return abort ? absl::CancelledError("given up") : absl::OkStatus();
      };
      // Lost and doubtful ones too: the ledger says what stands.
      pg::Transact(*writer_, absl::Now() + absl::Seconds(10), body).IgnoreError();
    }
  }

  // Ends sessions of both services, a few at a time.
  void EndSessions() {
    while (!stop_) {
      AsSuperuser(
          "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity"
          " WHERE usename IN ('registry', 'credit') AND datname = current_database()"
          " ORDER BY random() LIMIT 2) AS picked");
      absl::SleepFor(absl::Milliseconds(40));
    }
  }

  // A follower whose stream is cut, and that goes and comes back, until the end.
  void FollowOnAndOff(unsigned seed) {
    Chance chance(seed);
    const std::unique_ptr<pg::Pool> pool = ServicePool("credit");
    while (!stop_) {
      std::atomic<bool> cut = false;
      NoteBodies effect;
      Follower follower("registry", *pool, OpenUntil(cut), effect);
      for (int cuts = Draw(chance, 3) + 1; cuts > 0; --cuts) {
        absl::SleepFor(absl::Milliseconds(100 + Draw(chance, 200)));
        cut = true;
        absl::SleepFor(absl::Milliseconds(10));
        cut = cuts == 1;
      }
      follower.Stop();
    }
  }

  int Stored() { return std::stoi(AsSuperuser("SELECT count(*) FROM registry.ledger")); }

  std::atomic<bool> stop_{false};
};

TEST_F(FeedStressTest, NothingIsMissedRepeatedOrReorderedUnderAbortsKillsAndRestarts) {
  const unsigned seed = std::random_device()();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::vector<std::thread> writers;
  for (unsigned writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([this, seed, writer] { Write(seed + writer); });
  }
  std::vector<std::thread> others;
  others.emplace_back([this] { EndSessions(); });
  for (unsigned follower = 0; follower < 2; ++follower) {
    others.emplace_back([this, seed, follower] { FollowOnAndOff(seed + kWriters + follower); });
  }
  for (std::thread& writer : writers) writer.join();
  stop_ = true;
  for (std::thread& other : others) other.join();

  NoteBodies effect;
  Follower last("registry", *follower_pool_, Open(), effect);
  const int stored = Stored();
  EXPECT_GT(stored, 1000);
  EXPECT_EQ(NotedWithin(kPatience, stored), absl::StrCat(stored));
  cut_ = true;
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM registry.ledger AS l JOIN credit.noted AS n"
                        " USING (bucket, seq) WHERE convert_from(l.body, 'UTF8') = n.body"),
            absl::StrCat(stored));
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM (SELECT seq, row_number() OVER (PARTITION BY bucket"
                        " ORDER BY nth) AS place FROM credit.noted) AS n WHERE seq <> place"),
            "0");
  for (int bucket = 0; bucket < kBuckets; ++bucket) {
    const auto end = ledger::VerifyChain(*writer_, absl::Now() + kPatience, bucket);
    EXPECT_TRUE(end.ok()) << end.status();
  }
}

// Takes in nothing until it is let.
class Blocked final : public NoteBodies {
 public:
  absl::Status Apply(pg::Transaction& tx, const Change& change) override {
    if (!change.entries.empty()) {
      reached_.fetch_add(1);
      released_.WaitForNotification();
    }
    return NoteBodies::Apply(tx, change);
  }

  std::atomic<int> reached_{0};
  absl::Notification released_;
};

TEST_F(FeedStressTest, NobodyWaitsForAFollowerThatStands) {
  Blocked effect;
  Append(0, 1);
  Follower follower("registry", *follower_pool_, Open(), effect);
  while (effect.reached_ == 0) absl::SleepFor(absl::Milliseconds(1));
  // It stands in the middle of a transaction of its own. All buckets go on.
  for (int bucket = 0; bucket < kBuckets; ++bucket) Append(bucket, 10);
  EXPECT_EQ(Stored(), 641);
  EXPECT_EQ(NotedWithin(absl::ZeroDuration(), 0), "0");
  effect.released_.Notify();
  EXPECT_EQ(NotedWithin(kPatience, 641), "641");
  cut_ = true;
}

}  // namespace
}  // namespace xuefen::feed
