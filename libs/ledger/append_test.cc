#include "libs/ledger/append.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/ledger/claims.h"
#include "libs/ledger/ledger_fixture.h"
#include "libs/ledger/reader.h"
#include "libs/pg/transact.h"

namespace xuefen::ledger {
namespace {

using ::testing::ElementsAre;

Outcome Appended(int bucket, std::int64_t seq) { return {Answer::kAppended, bucket, seq}; }
Outcome Duplicate(int bucket, std::int64_t seq) { return {Answer::kDuplicate, bucket, seq}; }
Outcome Conflict(int bucket, std::int64_t seq) { return {Answer::kConflict, bucket, seq}; }

using AppendTest = LedgerTest;

TEST_F(AppendTest, NumbersEntriesOfABucketWithoutGapsInTheirOrder) {
  const auto outcomes = Append({MakeEntry(3, "a"), MakeEntry(5, "b"), MakeEntry(3, "c")});
  ASSERT_TRUE(outcomes.ok()) << outcomes.status();
  EXPECT_THAT(*outcomes, ElementsAre(Appended(3, 1), Appended(5, 1), Appended(3, 2)));
  ExpectEntries(3);
  ExpectWhole();
}

TEST_F(AppendTest, AnswersStoredKeysByTheirContentAndAppendsTheRest) {
  ASSERT_TRUE(Append({MakeEntry(3, "a"), MakeEntry(5, "b")}).ok());
  const auto outcomes = Append({MakeEntry(3, "a"), MakeEntry(3, "new"), MakeEntry(9, "b", "other"),
                                MakeEntry(5, "new too")});
  ASSERT_TRUE(outcomes.ok()) << outcomes.status();
  EXPECT_THAT(*outcomes,
              ElementsAre(Duplicate(3, 1), Appended(3, 2), Conflict(5, 1), Appended(5, 2)));
  ExpectEntries(4);
  ExpectWhole();
}

TEST_F(AppendTest, AnswersAGroupOfStoredKeysOnlyWithoutMovingAHead) {
  ASSERT_TRUE(Append({MakeEntry(3, "a"), MakeEntry(5, "b")}).ok());
  const auto outcomes = Append({MakeEntry(3, "a"), MakeEntry(5, "b", "other")});
  ASSERT_TRUE(outcomes.ok()) << outcomes.status();
  EXPECT_THAT(*outcomes, ElementsAre(Duplicate(3, 1), Conflict(5, 1)));
  ExpectEntries(2);
}

TEST_F(AppendTest, DecidesEqualKeysInAGroupInTheirOrder) {
  const auto outcomes = Append({MakeEntry(3, "a", "first"), MakeEntry(4, "a", "second"),
                                MakeEntry(3, "a", "first"), MakeEntry(4, "b")});
  ASSERT_TRUE(outcomes.ok()) << outcomes.status();
  EXPECT_THAT(*outcomes,
              ElementsAre(Appended(3, 1), Conflict(3, 1), Duplicate(3, 1), Appended(4, 1)));
  ExpectEntries(2);
}

TEST_F(AppendTest, ComparesALaterCopyWithWhatIsStoredNotWithTheFirstCopy) {
  ASSERT_TRUE(Append({MakeEntry(3, "a", "stored")}).ok());
  const auto outcomes =
      Append({MakeEntry(3, "a", "other"), MakeEntry(3, "a", "stored"), MakeEntry(3, "a", "other")});
  ASSERT_TRUE(outcomes.ok()) << outcomes.status();
  EXPECT_THAT(*outcomes, ElementsAre(Conflict(3, 1), Duplicate(3, 1), Conflict(3, 1)));
}

TEST_F(AppendTest, AppendsNothingWhenThereIsNothing) {
  const auto outcomes = Append({});
  ASSERT_TRUE(outcomes.ok()) << outcomes.status();
  EXPECT_TRUE(outcomes->empty());
}

TEST_F(AppendTest, KeepsTheKeysOfSourcesApart) {
  const auto outcomes = Append({MakeEntry(3, "a", "same", 7), MakeEntry(3, "a", "other", 8)});
  ASSERT_TRUE(outcomes.ok()) << outcomes.status();
  EXPECT_THAT(*outcomes, ElementsAre(Appended(3, 1), Appended(3, 2)));
}

TEST_F(AppendTest, AppendsAnEntryWithoutAKeyEachTime) {
  for (int seq = 1; seq <= 2; ++seq) {
    const auto outcomes = Append({MakeEntry(3, ""), MakeEntry(3, "")});
    ASSERT_TRUE(outcomes.ok()) << outcomes.status();
    EXPECT_THAT(*outcomes, ElementsAre(Appended(3, 2 * seq - 1), Appended(3, 2 * seq)));
  }
  EXPECT_EQ(AsSuperuser("SELECT count(*) FROM registry.claim"), "0");
  ExpectWhole();
}

TEST_F(AppendTest, LeavesNoTraceOfATransactionThatIsGivenUp) {
  ASSERT_TRUE(Append({MakeEntry(3, "a")}).ok());
  const absl::Status given_up =
      pg::Transact(*pool_, Soon(), [](pg::Transaction& transaction) -> absl::Status {
        const auto outcomes =
            AppendInTransaction(transaction, std::vector<Entry>{MakeEntry(3, "b")});
        EXPECT_TRUE(outcomes.ok()) << outcomes.status();
        return Refusal(Reason::STATE_CONFLICT, "changed its mind");
      });
  EXPECT_EQ(ReasonOf(given_up), Reason::STATE_CONFLICT);
  const auto outcomes = Append({MakeEntry(3, "c")});
  ASSERT_TRUE(outcomes.ok()) << outcomes.status();
  EXPECT_THAT(*outcomes, ElementsAre(Appended(3, 2)));
  ExpectEntries(2);
  ExpectWhole();
}

TEST_F(AppendTest, RefusesWhatTheDatabaseCouldNotStore) {
  for (const std::string& key :
       {std::string("a\0b", 3), std::string("\xff"), std::string("\xc0\x80"),
        std::string("\xed\xa0\x80"), std::string(1001, 'x')}) {
    EXPECT_EQ(ReasonOf(Append({MakeEntry(3, key)}).status()), Reason::FIELD_INVALID);
  }
  EXPECT_EQ(ReasonOf(Append({MakeEntry(64, "a")}).status()), Reason::FIELD_INVALID);
  EXPECT_TRUE(Append({MakeEntry(3, "流水号 \xF0\x9F\x93\x9A")}).ok());
  ExpectEntries(1);
}

TEST_F(AppendTest, TellsAnEarlierFailureThatIsNoKeyAsItIs) {
  AsSuperuser("ALTER TABLE registry.ledger ADD CHECK (length(body) < 10)");
  EXPECT_EQ(ReasonOf(Append({MakeEntry(3, "a")}).status()), Reason::INTERNAL);
  ExpectEntries(0);
}

// Writers send the same keys, half with other content, over disjoint and equal buckets at once.
TEST_F(AppendTest, WritersRacingForTheSameKeysStoreEachOnce) {
  constexpr int kWriters = 4;
  constexpr int kRounds = 15;
  constexpr int kKeys = 40;
  std::atomic<int> appended = 0;
  std::atomic<int> answered = 0;
  const auto write = [&](int writer) {
    for (int round = 0; round < kRounds; ++round) {
      std::vector<Entry> entries;
      for (int k = 0; k < kKeys; ++k) {
        const int key = (k * (writer % 2 == 0 ? 1 : kKeys - 1)) % kKeys;
        entries.push_back(MakeEntry((key + writer) % kBuckets, absl::StrCat(round, "/", key),
                                    absl::StrCat(writer % 2)));
      }
      const auto outcomes = Append(entries);
      ASSERT_TRUE(outcomes.ok()) << outcomes.status();
      for (const Outcome& outcome : *outcomes) {
        ++answered;
        if (outcome.answer == Answer::kAppended) ++appended;
      }
    }
  };
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) writers.emplace_back(write, writer);
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(answered, kWriters * kRounds * kKeys);
  EXPECT_EQ(appended, kRounds * kKeys);
  ExpectEntries(kRounds * kKeys);
  ExpectWhole();
}

// As a dump or a report leaves one open for hours: rows it might still want cannot be removed, so
// nothing that every group writes may be written anew in its place.
TEST_F(AppendTest, LeavesNothingThatALongSnapshotWouldKeep) {
  const std::string size = "SELECT pg_relation_size('registry.ledger_head')";
  ASSERT_TRUE(Append({MakeEntry(3, "first")}).ok());
  const std::string before = AsSuperuser(size);
  const absl::Status snapshot =
      pg::TransactReadOnly(*pool_, Soon(), [&](pg::Transaction& transaction) -> absl::Status {
        XUEFEN_RETURN_IF_ERROR(transaction.Run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
        XUEFEN_RETURN_IF_ERROR(ReadHeads(transaction).status());
        for (int i = 0; i < 1000; ++i) {
          XUEFEN_RETURN_IF_ERROR(Append({MakeEntry(3, absl::StrCat(i))}).status());
        }
        return absl::OkStatus();
      });
  ASSERT_TRUE(snapshot.ok()) << snapshot;
  EXPECT_EQ(AsSuperuser(size), before);
  ExpectEntries(1001);
}

TEST_F(AppendTest, ABucketThatCannotBeLockedIsNotWrittenTo) {
  AsSuperuser("DELETE FROM registry.ledger_head WHERE bucket = 3");
  EXPECT_EQ(ReasonOf(Append({MakeEntry(3, "a")}).status()), Reason::INTERNAL);
  EXPECT_TRUE(Append({MakeEntry(4, "a")}).ok());
  const absl::Status heads = pg::TransactReadOnly(
      *pool_, Soon(), [](pg::Transaction& tx) { return ReadHeads(tx).status(); });
  EXPECT_EQ(ReasonOf(heads), Reason::INTERNAL);
}

TEST_F(AppendTest, LookupTellsWhichKeysAreTakenAndByWhat) {
  ASSERT_TRUE(Append({MakeEntry(3, "a"), MakeEntry(5, "b")}).ok());
  const absl::Status status =
      pg::TransactReadOnly(*pool_, Soon(), [](pg::Transaction& transaction) -> absl::Status {
        const auto claims = Lookup(transaction, 7, std::vector<std::string>{"b", "free", "a", "b"});
        EXPECT_TRUE(claims.ok()) << claims.status();
        EXPECT_EQ(claims->at(0)->bucket, 5);
        EXPECT_EQ(claims->at(0)->seq, 1);
        EXPECT_TRUE(claims->at(0)->HasContent(Sha256("same")));
        EXPECT_FALSE(claims->at(0)->HasContent(Sha256("other")));
        EXPECT_FALSE(claims->at(1).has_value());
        EXPECT_EQ(claims->at(2)->bucket, 3);
        EXPECT_TRUE(claims->at(3).has_value());
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(AppendTest, TheServiceMayNotChangeWhatIsWritten) {
  ASSERT_TRUE(Append({MakeEntry(3, "a")}).ok());
  for (const char* sql : {"UPDATE ledger SET body = ''", "DELETE FROM ledger", "TRUNCATE ledger",
                          "UPDATE claim SET seq = 2", "DELETE FROM claim", "TRUNCATE claim",
                          "DELETE FROM ledger_head", "DROP TABLE ledger",
                          "ALTER TABLE ledger ADD COLUMN x int", "CREATE TABLE mine (x int)"}) {
    const absl::Status status = pg::Transact(
        *pool_, Soon(), [&](pg::Transaction& transaction) { return transaction.Run(sql); });
    EXPECT_EQ(ReasonOf(status), Reason::INTERNAL) << sql;
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr("42501")) << sql;
  }
}

}  // namespace
}  // namespace xuefen::ledger
