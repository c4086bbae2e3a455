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

// Entries `first` to `last`.
Run RunOf(std::int64_t first, std::int64_t last, const std::string& history = "one") {
  Run run{.before = PlaceAt(first - 1, history), .entries = {}};
  for (std::int64_t seq = first; seq <= last; ++seq) {
    StoredEntry& entry = run.entries.emplace_back();
    entry.bucket = 3;
    entry.seq = seq;
    entry.body = "body";
    entry.chain = PlaceAt(seq, history).chain;
  }
  return run;
}

std::vector<std::int64_t> SeqsOf(const Tail::Entries& entries) {
  std::vector<std::int64_t> seqs;
  for (const auto& entry : entries) seqs.push_back(entry->seq);
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

TEST(Tail, HoldsNoMoreThanItsShareOfABucket) {
  constexpr std::size_t kTenOfABucket = 10 * (sizeof(StoredEntry) + 4) * kBuckets;
  Tail tail(kTenOfABucket);
  for (std::int64_t seq = 1; seq < 100; ++seq) tail.Add({RunOf(seq, seq)});
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 88, .last = 99}, PlaceAt(99)), IsEmpty());
  EXPECT_EQ(tail.Read({.bucket = 3, .after = 89, .last = 99}, PlaceAt(99)).size(), 10U);
  // One that is larger than all of it.
  auto large = RunOf(100, 100);
  large.entries.front().body.resize(kTenOfABucket);
  tail.Add({large});
  EXPECT_THAT(tail.Read({.bucket = 3, .after = 99, .last = 100}, PlaceAt(100)), IsEmpty());
}

}  // namespace
}  // namespace xuefen::ledger
