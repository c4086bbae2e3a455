#include "libs/ledger/recent_keys.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace xuefen::ledger {
namespace {

constexpr int kKeys = 1 << 20;

RecentKeys::Key KeyOf(int number) { return {7, ShortKey(absl::StrCat("key ", number))}; }

TEST(RecentKeys, KnowTheLastMillionAndForgetTheRest) {
  RecentKeys recent;
  for (int i = 0; i < 3 * kKeys; ++i) recent.Add(KeyOf(i));
  int forgotten = 0;
  for (int i = 0; i < kKeys; i += 100) forgotten += recent.MayHave(KeyOf(i)) ? 0 : 1;
  EXPECT_GT(forgotten, kKeys / 100 * 95 / 100);
  for (int i = 2 * kKeys; i < 3 * kKeys; i += 100) ASSERT_TRUE(recent.MayHave(KeyOf(i))) << i;
}

TEST(RecentKeys, SeldomTakeAFreeKeyForAClaimedOne) {
  RecentKeys recent;
  EXPECT_FALSE(recent.MayHave(KeyOf(1)));
  for (int i = 0; i < kKeys; ++i) recent.Add(KeyOf(i));
  int taken = 0;
  for (int i = kKeys; i < kKeys + 10000; ++i) taken += recent.MayHave(KeyOf(i)) ? 1 : 0;
  EXPECT_LT(taken, 20);
}

TEST(RecentKeys, TellSourcesApart) {
  RecentKeys recent;
  recent.Add(KeyOf(1));
  EXPECT_TRUE(recent.MayHave(KeyOf(1)));
  EXPECT_FALSE(recent.MayHave({8, KeyOf(1).second}));
}

}  // namespace
}  // namespace xuefen::ledger
