#include "libs/ledger/writer.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <set>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"
#include "libs/ledger/ledger_fixture.h"
#include "libs/ledger/reader.h"
#include "libs/pg/transact.h"
#include "tests/support/cutting_proxy.h"

namespace xuefen::ledger {
namespace {

using ::testing::ElementsAre;
using Answers = std::vector<absl::StatusOr<Outcome>>;

class WriterTest : public LedgerTest {
 protected:
  // Submits and waits for the answers.
  static Answers SubmitAndWait(Writer& writer, std::vector<Entry> entries) {
    Answers answers;
    absl::Notification answered;
    const absl::Status taken = writer.Submit(std::move(entries), [&](Answers given) {
      answers = std::move(given);
      answered.Notify();
    });
    EXPECT_TRUE(taken.ok()) << taken;
    if (taken.ok()) answered.WaitForNotification();
    return answers;
  }

  static std::vector<Outcome> Outcomes(const Answers& answers) {
    std::vector<Outcome> outcomes;
    for (const auto& answer : answers) {
      EXPECT_TRUE(answer.ok()) << answer.status();
      if (answer.ok()) outcomes.push_back(*answer);
    }
    return outcomes;
  }

  // Entries with keys of their own, over all buckets.
  static std::vector<Entry> Fresh(const std::string& name, int count) {
    std::vector<Entry> entries;
    for (int i = 0; i < count; ++i) {
      entries.push_back(MakeEntry(i % kBuckets, absl::StrCat(name, "/", i)));
    }
    return entries;
  }
};

TEST_F(WriterTest, AnswersEachEntryOfABatchInItsPlace) {
  Writer writer(*pool_, {});
  EXPECT_THAT(
      Outcomes(SubmitAndWait(writer, {MakeEntry(63, "a"), MakeEntry(0, "b"), MakeEntry(63, "c")})),
      ElementsAre(Outcome{Answer::kAppended, 63, 1}, Outcome{Answer::kAppended, 0, 1},
                  Outcome{Answer::kAppended, 63, 2}));
  EXPECT_THAT(Outcomes(SubmitAndWait(
                  writer, {MakeEntry(0, "b"), MakeEntry(0, "d"), MakeEntry(63, "a", "other")})),
              ElementsAre(Outcome{Answer::kDuplicate, 0, 1}, Outcome{Answer::kAppended, 0, 2},
                          Outcome{Answer::kConflict, 63, 1}));
  EXPECT_TRUE(SubmitAndWait(writer, {}).empty());
  ExpectEntries(4);
  ExpectWhole();
}

// Writing first and finding out then would leave a dead row for each, and for their neighbours.
TEST_F(WriterTest, LooksUpWhatItWroteLatelyBeforeItWrites) {
  const std::string size = "SELECT pg_relation_size('registry.claim')";
  Writer writer(*pool_, {});
  SubmitAndWait(writer, Fresh("sent", 5000));
  const std::string before = AsSuperuser(size);
  for (const Outcome& outcome : Outcomes(SubmitAndWait(writer, Fresh("sent", 5000)))) {
    EXPECT_EQ(outcome.answer, Answer::kDuplicate);
  }
  EXPECT_EQ(AsSuperuser(size), before);
  ExpectEntries(5000);
}

TEST_F(WriterTest, DecidesEqualKeysOfABatchInTheirOrderThoughTheirLanesDiffer) {
  Writer writer(*pool_, {});
  for (int round = 0; round < 20; ++round) {
    const std::string key = absl::StrCat("key", round);
    const std::vector<Outcome> outcomes =
        Outcomes(SubmitAndWait(writer, {MakeEntry(60, key, "first"), MakeEntry(1, key, "second"),
                                        MakeEntry(30, key, "first")}));
    EXPECT_THAT(outcomes, ElementsAre(Outcome{Answer::kAppended, 60, round + 1},
                                      Outcome{Answer::kConflict, 60, round + 1},
                                      Outcome{Answer::kDuplicate, 60, round + 1}));
  }
  ExpectEntries(20);
}

TEST_F(WriterTest, GathersTheBatchesOfManyCallersAndLosesNone) {
  constexpr int kCallers = 8;
  constexpr int kBatches = 20;
  constexpr int kRows = 50;
  Writer writer(*pool_, {.group_rows_max = 300});
  absl::BlockingCounter open(kCallers * kBatches);
  std::atomic<int> appended = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([&, caller] {
      for (int batch = 0; batch < kBatches; ++batch) {
        const auto count = [&](Answers answers) {
          for (const auto& answer : answers) {
            if (answer.ok() && answer->answer == Answer::kAppended) ++appended;
          }
          open.DecrementCount();
        };
        EXPECT_TRUE(writer.Submit(Fresh(absl::StrCat(caller, "/", batch), kRows), count).ok());
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  open.Wait();
  EXPECT_EQ(appended, kCallers * kBatches * kRows);
  ExpectEntries(kCallers * kBatches * kRows);
  ExpectWhole();
}

TEST_F(WriterTest, RefusesABatchAsAWholeWhenALaneIsFull) {
  Writer writer(*pool_, {.lanes = 1, .queue_rows_max = 1});
  const absl::Status held = pg::Transact(*pool_, Soon(), [&](pg::Transaction& transaction) {
    transaction.Exec("SELECT FROM ledger_head WHERE bucket = 0 FOR UPDATE");
    absl::BlockingCounter open(2);
    const auto count = [&](const Answers&) { open.DecrementCount(); };
    EXPECT_TRUE(writer.Submit({MakeEntry(0, "being written")}, count).ok());
    // Until the lane has taken the first one up, the second one may find it waiting.
    absl::Status waiting = writer.Submit({MakeEntry(0, "waiting")}, count);
    while (!waiting.ok()) {
      absl::SleepFor(absl::Milliseconds(1));
      waiting = writer.Submit({MakeEntry(0, "waiting")}, count);
    }
    const absl::Status refused =
        writer.Submit({MakeEntry(63, "refused"), MakeEntry(0, "refused too")},
                      [](const Answers&) { ADD_FAILURE() << "a refused batch was answered"; });
    EXPECT_EQ(ReasonOf(refused), Reason::OVERLOADED);
    EXPECT_EQ(MetadataOf(refused).front().first, "retry_delay_ms");
    EXPECT_FALSE(writer.HasRoom());
    EXPECT_TRUE(transaction.Run("COMMIT; BEGIN").ok());
    open.Wait();
    EXPECT_TRUE(writer.HasRoom());
    return absl::OkStatus();
  });
  EXPECT_TRUE(held.ok()) << held;
  ExpectEntries(2);
}

TEST_F(WriterTest, FinishesWhatItTookBeforeItStops) {
  Writer writer(*pool_, {});
  std::atomic<int> answered = 0;
  for (int batch = 0; batch < 30; ++batch) {
    EXPECT_TRUE(writer
                    .Submit(Fresh(absl::StrCat(batch), 100),
                            [&](const Answers& answers) {
                              answered += static_cast<int>(Outcomes(answers).size());
                            })
                    .ok());
  }
  writer.Stop();
  EXPECT_EQ(answered, 3000);
  EXPECT_EQ(ReasonOf(writer.Submit({MakeEntry(0, "late")}, [](const Answers&) {})),
            Reason::SHUTTING_DOWN);
  ExpectEntries(3000);
}

TEST_F(WriterTest, RefusesABatchWithAnEntryThatWouldSpoilItsGroup) {
  Writer writer(*pool_, {});
  EXPECT_EQ(ReasonOf(writer.Submit({MakeEntry(0, "good"), MakeEntry(0, "\xff")},
                                   [](const Answers&) { ADD_FAILURE(); })),
            Reason::FIELD_INVALID);
  ExpectEntries(0);
}

TEST_F(WriterTest, TellsTheTailWhatItAppendedAsItStands) {
  Tail tail(1 << 20);
  Writer writer(*pool_, {.lanes = 2, .tail = &tail});
  SubmitAndWait(writer, {MakeEntry(5, "a"), MakeEntry(40, "b"), MakeEntry(5, "c")});
  SubmitAndWait(writer, {MakeEntry(5, "c"), MakeEntry(5, "d")});
  writer.Stop();
  const std::vector<Place> heads = ReadHeads(*pool_, Soon()).value();
  for (const Stretch& stretch : {Stretch{5, 0, 3}, Stretch{40, 0, 1}}) {
    const std::vector<HeldEntry> held =
        tail.Read(stretch, heads[static_cast<std::size_t>(stretch.bucket)]);
    const std::vector<StoredEntry> stored = ReadStretches(*pool_, Soon(), {stretch}).value();
    ASSERT_EQ(held.size(), stored.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
      EXPECT_EQ(held[i].seq, stored[i].seq);
      EXPECT_EQ(held[i].chain, stored[i].chain);
      EXPECT_EQ(DigestOf(*held[i].entry), DigestOf(stored[i]));
    }
  }
}

// The commit happened and its answer is lost: what this writer appended is its own work, not a
// duplicate; also entries without a key, which no claim could tell.
TEST_F(WriterTest, AnswersAppendedWhenTheAnswerOfTheCommitIsLost) {
  ASSERT_TRUE(Append({MakeEntry(1, "old"), MakeEntry(2, "taken")}).ok());
  CuttingProxy proxy(ServiceConninfo("registry"));
  pg::Pool pool({.conninfo = proxy.conninfo()});
  Writer writer(pool, {.lanes = 1});
  proxy.CutNext(CuttingProxy::Cut::kAfterCommit);
  const std::vector<Outcome> outcomes = Outcomes(SubmitAndWait(
      writer, {MakeEntry(1, "new"), MakeEntry(1, "old"), MakeEntry(2, "taken", "other"),
               MakeEntry(1, ""), MakeEntry(1, "new")}));
  EXPECT_EQ(proxy.cuts(), 1);
  EXPECT_THAT(outcomes,
              ElementsAre(Outcome{Answer::kAppended, 1, 2}, Outcome{Answer::kDuplicate, 1, 1},
                          Outcome{Answer::kConflict, 2, 1}, Outcome{Answer::kAppended, 1, 3},
                          Outcome{Answer::kDuplicate, 1, 2}));
  ExpectEntries(4);
  ExpectWhole();
}

TEST_F(WriterTest, AppendsOnceWhenTheCommitNeverReachedTheServer) {
  CuttingProxy proxy(ServiceConninfo("registry"));
  pg::Pool pool({.conninfo = proxy.conninfo()});
  Writer writer(pool, {.lanes = 1});
  proxy.CutNext(CuttingProxy::Cut::kBeforeCommit, 3);
  const std::vector<Outcome> outcomes =
      Outcomes(SubmitAndWait(writer, {MakeEntry(1, "a"), MakeEntry(1, "")}));
  EXPECT_EQ(proxy.cuts(), 3);
  EXPECT_THAT(outcomes,
              ElementsAre(Outcome{Answer::kAppended, 1, 1}, Outcome{Answer::kAppended, 1, 2}));
  ExpectEntries(2);
}

TEST_F(WriterTest, AnswersUnavailableWhenTheDatabaseStaysAway) {
  pg::Pool nowhere({.conninfo = "host=/nonexistent user=nobody"});
  Writer writer(nowhere, {.give_up_after = absl::Milliseconds(100)});
  const Answers answers = SubmitAndWait(writer, {MakeEntry(0, "a"), MakeEntry(63, "b")});
  ASSERT_EQ(answers.size(), 2U);
  for (const auto& answer : answers) {
    EXPECT_EQ(ReasonOf(answer.status()), Reason::STORAGE_UNAVAILABLE);
  }
}

// Each key is sent once, so that every answer but "appended" is wrong, however often sessions end.
TEST_F(WriterTest, AppendsEachEntryOnceWhileItsSessionsAreTerminated) {
  Writer writer(*pool_, {.give_up_after = absl::Minutes(10)});
  std::atomic<int> answered = 0;
  std::atomic<bool> finished = false;
  std::thread terminator([&] {
    constexpr absl::Duration kPauseMin = absl::Milliseconds(15);
    absl::Duration pause = kPauseMin;
    while (!finished) {
      const int before = answered;
      AsSuperuser(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          " WHERE usename = 'registry' AND datname = current_database() AND random() < 0.3");
      absl::SleepFor(pause);
      // A slow machine must come to a commit between two of these.
      pause = answered == before ? std::min(2 * pause, absl::Seconds(5)) : kPauseMin;
    }
  });
  constexpr int kBatches = 150;
  constexpr int kRows = 100;
  for (int batch = 0; batch < kBatches; ++batch) {
    for (const Outcome& outcome :
         Outcomes(SubmitAndWait(writer, Fresh(absl::StrCat(batch), kRows)))) {
      EXPECT_EQ(outcome.answer, Answer::kAppended);
    }
    ++answered;
  }
  finished = true;
  terminator.join();
  ExpectEntries(kBatches * kRows);
  ExpectWhole();
}

// What a killed process had acknowledged is there, and what it had not is there wholly or not at
// all.
TEST_F(WriterTest, KeepsWhatAKilledProcessAcknowledged) {
  int acknowledged[2];
  ASSERT_EQ(pipe(acknowledged), 0);
  const pid_t child = fork();
  if (child == 0) {
    const std::unique_ptr<pg::Pool> pool = ServicePool("registry");
    Writer writer(*pool, {});
    for (int batch = 0;; ++batch) {
      const std::string name = absl::StrCat(batch);
      SubmitAndWait(writer, Fresh(name, 100));
      const std::string line = name + "\n";
      if (write(acknowledged[1], line.data(), line.size()) < 0) _exit(1);
    }
  }
  close(acknowledged[1]);
  // Not before it has acknowledged something, however slow the machine is.
  std::string text;
  char byte = 0;
  while (text.size() < 5 && read(acknowledged[0], &byte, 1) == 1) text += byte;
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  while (read(acknowledged[0], &byte, 1) == 1) text += byte;
  close(acknowledged[0]);
  ASSERT_GE(text.size(), 5U);

  Writer writer(*pool_, {});
  for (const absl::string_view name : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    for (const Outcome& outcome : Outcomes(SubmitAndWait(writer, Fresh(std::string(name), 100)))) {
      EXPECT_EQ(outcome.answer, Answer::kDuplicate);
    }
  }
  const std::string entries = AsSuperuser("SELECT count(*) FROM registry.ledger");
  ExpectEntries(std::stoi(entries));
  ExpectWhole();
}

}  // namespace
}  // namespace xuefen::ledger
