#include "libs/ledger/reader.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"
#include "libs/ledger/ledger_fixture.h"
#include "libs/ledger/positions.h"
#include "libs/ledger/writer.h"
#include "libs/pg/transact.h"

namespace xuefen::ledger {
namespace {

class ReaderTest : public LedgerTest {
 protected:
  void AppendFive() {
    std::vector<Entry> entries;
    for (int i = 1; i <= 5; ++i) entries.push_back(MakeEntry(9, absl::StrCat("key", i)));
    ASSERT_TRUE(Append(entries).ok());
  }
};

TEST_F(ReaderTest, ReadsEntriesAsTheyWereWritten) {
  AppendFive();
  const auto entries = ReadAfter(*pool_, Soon(), 9, 1, 3);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->size(), 3U);
  const Entry sent = MakeEntry(9, "key2");
  const StoredEntry& read = entries->front();
  EXPECT_EQ(read.bucket, 9);
  EXPECT_EQ(read.seq, 2);
  EXPECT_EQ(read.source, sent.source);
  EXPECT_EQ(read.event_key, sent.event_key);
  EXPECT_EQ(read.type, sent.type);
  EXPECT_EQ(read.body, sent.body);
  EXPECT_EQ(read.hashing, kHashingVersion);
  EXPECT_EQ(entries->back().seq, 4);
}

TEST_F(ReaderTest, ReadsFromTheStartToTheEnd) {
  EXPECT_TRUE(ReadAfter(*pool_, Soon(), 9, 0, 10)->empty());
  AppendFive();
  EXPECT_EQ(ReadAfter(*pool_, Soon(), 9, 0, 10)->size(), 5U);
  EXPECT_TRUE(ReadAfter(*pool_, Soon(), 9, 5, 10)->empty());
  EXPECT_TRUE(ReadAfter(*pool_, Soon(), 8, 0, 10)->empty());
}

TEST_F(ReaderTest, RefusesAPositionThatTheLedgerNeverReached) {
  AppendFive();
  EXPECT_EQ(ReasonOf(ReadAfter(*pool_, Soon(), 9, 6, 10).status()), Reason::INTERNAL);
}

TEST_F(ReaderTest, ReadsStretchesOfManyBucketsAtOnce) {
  AppendFive();
  ASSERT_TRUE(Append({MakeEntry(3, "a"), MakeEntry(3, "b")}).ok());
  const std::vector<Stretch> wanted = {{.bucket = 3, .after = 0, .last = 2},
                                       {.bucket = 9, .after = 1, .last = 4}};
  const auto entries = ReadStretches(*pool_, Soon(), wanted);
  ASSERT_TRUE(entries.ok()) << entries.status();
  std::vector<std::string> keys;
  for (const StoredEntry& entry : *entries) keys.push_back(entry.event_key);
  EXPECT_THAT(keys, testing::ElementsAre("a", "b", "key2", "key3", "key4"));
  EXPECT_EQ(entries->front().bucket, 3);
  EXPECT_EQ(entries->back().bucket, 9);
  EXPECT_TRUE(ReadStretches(*pool_, Soon(), std::vector<Stretch>())->empty());
}

TEST_F(ReaderTest, RefusesAStretchThatIsNotThereAsAWhole) {
  AppendFive();
  const auto reason_of = [this](const Stretch& stretch) {
    return ReasonOf(ReadStretches(*pool_, Soon(), absl::MakeConstSpan(&stretch, 1)).status());
  };
  EXPECT_EQ(reason_of({.bucket = 9, .after = 3, .last = 6}), Reason::INTERNAL);
  EXPECT_EQ(reason_of({.bucket = 9, .after = 6, .last = 7}), Reason::INTERNAL);
  AsSuperuser("UPDATE registry.ledger SET body = 'x' WHERE bucket = 9 AND seq = 4");
  EXPECT_EQ(reason_of({.bucket = 9, .after = 2, .last = 5}), Reason::INTERNAL);
  EXPECT_FALSE(reason_of({.bucket = 9, .after = 0, .last = 3}).has_value());
}

TEST_F(ReaderTest, HeadsTellWhereEachBucketEnds) {
  EXPECT_EQ(ReadHeads(*pool_, Soon())->at(9), Place::Start(9));
  AppendFive();
  const auto heads = ReadHeads(*pool_, Soon());
  ASSERT_TRUE(heads.ok()) << heads.status();
  EXPECT_EQ(heads->size(), static_cast<std::size_t>(kBuckets));
  EXPECT_EQ(heads->at(9).seq, 5);
  EXPECT_EQ(heads->at(9).chain, ReadAfter(*pool_, Soon(), 9, 4, 1)->front().chain);
  EXPECT_EQ(heads->at(8), Place::Start(8));
  EXPECT_EQ(*VerifyChain(*pool_, Soon(), 9), heads->at(9));
}

// docs/ledger.md states this value, so that programs in other languages can check theirs.
TEST_F(ReaderTest, TheChainIsTheOneThatIsWrittenDown) {
  const StoredEntry entry = {.bucket = 17,
                             .seq = 1,
                             .source = 42,
                             .event_key = "流水号-1",
                             .type = "CompletionRecorded",
                             .body = std::string("\x08\x01\x00", 3)};
  EXPECT_EQ(ToHex(AsView(FirstChain(17))),
            "28f54ef981ad622eadfd3316b33c0e1ee07fb604f738fbe48101f7bbc7527c7c");
  EXPECT_EQ(ToHex(AsView(DigestOf(entry))),
            "d7956e67a41172791027b6f93dae9f404412b63c0fbcff2cd1c1991be323138a");
  EXPECT_EQ(ToHex(AsView(NextChain(FirstChain(17), DigestOf(entry)))),
            "a581fc2746a1924f91bb4ad3c13b76e46347721d44c5c783a758f0cfddd1240c");
}

struct Damage {
  std::string name;
  std::string sql;
};

class DamageTest : public ReaderTest, public testing::WithParamInterface<Damage> {};

TEST_P(DamageTest, IsSeenByVerification) {
  AppendFive();
  ASSERT_TRUE(VerifyChain(*pool_, Soon(), 9).ok());
  AsSuperuser("SET search_path = registry; " + GetParam().sql);
  EXPECT_EQ(ReasonOf(VerifyChain(*pool_, Soon(), 9).status()), Reason::INTERNAL);
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, DamageTest,
    testing::ValuesIn<Damage>({
        {"a_changed_body", "UPDATE ledger SET body = body || 'x' WHERE bucket = 9 AND seq = 3"},
        {"a_changed_source", "UPDATE ledger SET source = 8 WHERE bucket = 9 AND seq = 3"},
        {"a_changed_key", "UPDATE ledger SET event_key = 'x' WHERE bucket = 9 AND seq = 5"},
        {"a_changed_type", "UPDATE ledger SET type = 'x' WHERE bucket = 9 AND seq = 1"},
        {"a_changed_hashing_version", "UPDATE ledger SET hashing = 2 WHERE bucket = 9 AND seq = 1"},
        {"a_changed_chain", "UPDATE ledger SET chain = sha256('') WHERE bucket = 9 AND seq = 5"},
        {"a_removed_entry", "DELETE FROM ledger WHERE bucket = 9 AND seq = 3"},
        {"a_removed_entry_with_the_gap_closed",
         "DELETE FROM ledger WHERE bucket = 9 AND seq = 3;"
         "UPDATE ledger SET seq = 3 WHERE bucket = 9 AND seq = 4;"
         "UPDATE ledger SET seq = 4 WHERE bucket = 9 AND seq = 5"},
        {"two_entries_exchanged",
         "UPDATE ledger SET seq = -1 WHERE bucket = 9 AND seq = 2;"
         "UPDATE ledger SET seq = 2 WHERE bucket = 9 AND seq = 3;"
         "UPDATE ledger SET seq = 3 WHERE bucket = 9 AND seq = -1"},
        {"an_inserted_entry",
         "INSERT INTO ledger SELECT 6, source, bucket, hashing, 'x', type, body, chain FROM ledger"
         " WHERE bucket = 9 AND seq = 5"},
    }),
    [](const testing::TestParamInfo<Damage>& damage) { return damage.param.name; });

const Following kFollowing = {.feed = "registry", .bucket = 9, .source_bucket = 9};

class PositionsTest : public ReaderTest {
 protected:
  absl::StatusOr<Place> Position() {
    absl::StatusOr<Place> place;
    const absl::Status status =
        pg::TransactReadOnly(*pool_, Soon(), [&](pg::Transaction& transaction) {
          place = ReadPosition(transaction, kFollowing);
          return place.status();
        });
    return status.ok() ? place : status;
  }

  absl::Status Advance(const Place& from, const Place& to) {
    return pg::Transact(*pool_, Soon(), [&](pg::Transaction& transaction) {
      return AdvancePositions(transaction, kFollowing.feed, {Advance::Of(9, from, to)});
    });
  }
};

TEST_F(PositionsTest, BeginAtTheStartAndMoveOnOnlyFromWhereTheyAre) {
  const Place start = Place::Start(9);
  const Place second = {.seq = 2, .chain = Sha256("2")};
  const Place third = {.seq = 3, .chain = Sha256("3")};
  EXPECT_EQ(*Position(), start);
  EXPECT_TRUE(Advance(start, second).ok());
  EXPECT_EQ(*Position(), second);
  EXPECT_EQ(ReasonOf(Advance(start, third)), Reason::CONFLICT_RETRY);
  EXPECT_EQ(ReasonOf(Advance({.seq = 1, .chain = Sha256("1")}, third)), Reason::CONFLICT_RETRY);
  EXPECT_EQ(ReasonOf(Advance({.seq = 2, .chain = Sha256("x")}, third)), Reason::CONFLICT_RETRY);
  EXPECT_EQ(*Position(), second);
  EXPECT_TRUE(Advance(second, third).ok());
  EXPECT_EQ(*Position(), third);
}

// Two followers apply one feed while it is being written, and every session ends now and then.
TEST_F(PositionsTest, TwoFollowersTakeEachEntryInOnce) {
  AsSuperuser(
      "CREATE TABLE registry.effect (event_key text); GRANT ALL ON registry.effect TO registry");
  constexpr int kEntries = 400;
  std::atomic<bool> finished = false;
  const auto take_in = [&](pg::Transaction& transaction) -> absl::Status {
    const absl::StatusOr<Place> from = ReadPosition(transaction, kFollowing);
    if (!from.ok()) return from.status();
    const auto entries = ReadAfter(transaction, 9, from->seq, 7);
    if (!entries.ok() || entries->empty()) return entries.status();
    Place to = *from;
    for (const StoredEntry& entry : *entries) {
      const absl::Status follows = Follow(entry, &to);
      if (!follows.ok()) return follows;
      transaction.Exec("INSERT INTO effect (event_key) VALUES ($1)", entry.event_key);
    }
    return AdvancePositions(transaction, kFollowing.feed, {Advance::Of(9, *from, to)});
  };
  std::vector<std::thread> threads;
  for (int follower = 0; follower < 2; ++follower) {
    threads.emplace_back([&] {
      const auto reached = [&] {
        const absl::StatusOr<Place> place = Position();
        return place.ok() && place->seq == kEntries;
      };
      while (!reached()) pg::TransactIdempotent(*pool_, Soon(), take_in).IgnoreError();
    });
  }
  threads.emplace_back([&] {
    while (!finished) {
      AsSuperuser(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          " WHERE usename = 'registry' AND datname = current_database() AND random() < 0.1");
      absl::SleepFor(absl::Milliseconds(20));
    }
  });
  {
    Writer writer(*pool_, {.give_up_after = absl::Minutes(10)});
    for (int i = 0; i < kEntries; ++i) {
      EXPECT_TRUE(writer.Submit({MakeEntry(9, absl::StrCat(i))}, [](const auto&) {}).ok());
      if (i % 20 == 0) absl::SleepFor(absl::Milliseconds(5));
    }
  }
  threads[0].join();
  threads[1].join();
  finished = true;
  threads[2].join();
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM registry.effect"), absl::StrCat(kEntries));
  EXPECT_EQ(AsSuperuser("SELECT count(DISTINCT event_key) FROM registry.effect"),
            absl::StrCat(kEntries));
}

}  // namespace
}  // namespace xuefen::ledger
