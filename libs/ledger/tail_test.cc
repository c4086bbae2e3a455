#include "libs/ledger/tail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace xuefen::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::size_t kPlenty = 1 << 20;

// The place after entry `seq` of a history of bucket 3.
Place PlaceAt(std::int64_t seq, const std::string& history = "one") {
  return {.seq = seq, .chain = Sha256(absl::StrCat(history, " ", seq))};
}

Entry MakeEntry(int bucket) {
  Entry entry;
  entry.bucket = bucket;
  entry.body = "body";
  return entry;
}

// Entries `first` to `last`.
Run RunOf(std::int64_t first, std::int64_t last, const std::string& history = "one") {
  Run run{.before = PlaceAt(first - 1, history), .entries = {}};
  for (std::int64_t seq = first; seq <= last; ++seq) {
    run.entries.push_back({.entry = std::make_shared<const Entry>(MakeEntry(3)),
                           .seq = seq,
                           .chain = PlaceAt(seq, history).chain});
  }
  return run;
}

std::vector<std::int64_t> SeqsOf(const std::vector<HeldEntry>& entries) {
  std::vector<std::int64_t> seqs;
  for (const HeldEntry& held : entries) seqs.push_back(held.seq);
  return seqs;
}

TEST(Tail, GivesStretchesOfWhatItHolds) {
  Tail tail(kPlenty);
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 0, .last = 1}, PlaceAt(1)), IsEmpty());
  tail.Add({RunOf(5, 6)});
  tail.Add({RunOf(7, 8)});
  EXPECT_THAT(SeqsOf(tail.Read({.bucket = 3, .after = 5, .last = 8}, PlaceAt(8))),
              ElementsAre(6, 7, 8));
  EXPECT_THAT(SeqsOf(tail.Read({.bucket = 3, .after = 4, .last = 6}, PlaceAt(7))),
              ElementsAre(5, 6));
  EXPECT_THAT(tail.Read({.bucket = 4, .after = 4, .last = 6}, PlaceAt(7)), IsEmpty());
}

TEST(Tail, GivesNothingOfWhatItHoldsInPart) {
  Tail tail(kPlenty);
  tail.Add({RunOf(5, 8)});
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 3, .last = 8}, PlaceAt(8)), IsEmpty());
  // Another process appended number 9.
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 5, .last = 8}, PlaceAt(9)), IsEmpty());
}

TEST(Tail, GivesNothingThatTheDatabaseDoesNotTell) {
  Tail tail(kPlenty);
  tail.Add({RunOf(5, 8)});
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 5, .last = 8}, PlaceAt(7)), IsEmpty());
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 8, .last = 9}, PlaceAt(8)), IsEmpty());
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 5, .last = 8}, PlaceAt(8, "other")), IsEmpty());
}

TEST(Tail, ForgetsWhatDoesNotJoin) {
  Tail tail(kPlenty);
  tail.Add({RunOf(5, 8)});
  tail.Add({RunOf(10, 11)});
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 7, .last = 8}, PlaceAt(8)), IsEmpty());
  EXPECT_THAT(SeqsOf(tail.Read({.bucket = 3, .after = 9, .last = 11}, PlaceAt(11))),
              ElementsAre(10, 11));
  // The numbers join, the chains do not.
  tail.Add({RunOf(12, 12, "other")});
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 9, .last = 12}, PlaceAt(12, "other")), IsEmpty());
  EXPECT_THAT(SeqsOf(tail.Read({.bucket = 3, .after = 11, .last = 12}, PlaceAt(12, "other"))),
              ElementsAre(12));
}

TEST(Tail, TakesNoNoticeOfWhatIsToldLate) {
  Tail tail(kPlenty);
  tail.Add({RunOf(7, 8)});
  tail.Add({RunOf(5, 6)});
  EXPECT_THAT(SeqsOf(tail.Read({.bucket = 3, .after = 6, .last = 8}, PlaceAt(8))),
              ElementsAre(7, 8));
}

TEST(Tail, HoldsTheLastOfAllBuckets) {
  constexpr std::size_t kRun = 16;  // what is noted of a run
  constexpr std::size_t kTen = 10 * (sizeof(HeldEntry) + sizeof(Entry) + 4 + kRun);
  Tail tail(kTen);
  for (std::int64_t seq = 1; seq < 100; ++seq) tail.Add({RunOf(seq, seq)});
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 88, .last = 99}, PlaceAt(99)), IsEmpty());
  EXPECT_EQ(tail.Read({.bucket = 3, .after = 89, .last = 99}, PlaceAt(99)).size(), 10U);
  auto other = RunOf(1, 9);
  for (HeldEntry& held : other.entries) held.entry = std::make_shared<const Entry>(MakeEntry(4));
  tail.Add({other});
  EXPECT_THAT(SeqsOf(tail.Read({.bucket = 3, .after = 98, .last = 99}, PlaceAt(99))),
              ElementsAre(99));
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 97, .last = 99}, PlaceAt(99)), IsEmpty());
  EXPECT_EQ(tail.Read({.bucket = 4, .after = 0, .last = 9}, PlaceAt(9)).size(), 9U);
  // One that is larger than all that may be held.
  auto large = RunOf(100, 100);
  Entry body = MakeEntry(3);
  body.body.resize(kTen);
  large.entries.front().entry = std::make_shared<const Entry>(body);
  tail.Add({large});
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 99, .last = 100}, PlaceAt(100)), IsEmpty());
  EXPECT_THAT(tail.Read({.bucket = 4, .after = 0, .last = 9}, PlaceAt(9)), IsEmpty());
}

TEST(Tail, HoldsNoMoreWhereAnotherProcessWritesInBetween) {
  Tail tail(kPlenty);
  auto other = RunOf(1, 1);
  other.entries.front().entry = std::make_shared<const Entry>(MakeEntry(4));
  tail.Add({other});
  for (std::int64_t seq = 1; seq < 200'000; seq += 2) tail.Add({RunOf(seq, seq)});
  // What is noted of so many runs has taken the place of the oldest.
  EXPECT_THAT(tail.Read({.bucket = 4, .after = 0, .last = 1}, PlaceAt(1)), IsEmpty());
}

}  // namespace
}  // namespace xuefen::ledger
