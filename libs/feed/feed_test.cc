#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/time/clock.h"
#include "libs/base/ids.h"
#include "libs/feed/feed_fixture.h"

namespace xuefen::feed {
namespace {

// An end for what would never come; nobody waits so long.
constexpr absl::Duration kPatience = absl::Minutes(2);

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
  // A second effect would stand there twice, and a missed one would be missing.
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

TEST_F(FeedTest, LagsWhileSomethingIsLeftToTakeInOrTheFeedIsAway) {
  NoteBodies effect;
  Lags lags;
  const auto until = [&](bool lagging) {
    const absl::Time deadline = absl::Now() + kPatience;
    while ((lags.Read()["registry"] > 0) != lagging && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    return (lags.Read()["registry"] > 0) == lagging;
  };
  EXPECT_THAT(lags.Read(), ::testing::IsEmpty());
  Follower follower("registry", *follower_pool_, Open(), effect, lags);
  EXPECT_TRUE(until(false));
  // What cannot be taken in is tried for ever, and the lag grows all the while.
  effect.failures_left_ = 1 << 30;
  Append(7, 1);
  EXPECT_TRUE(until(true));
  for (const double before = lags.Read()["registry"]; lags.Read()["registry"] <= before + 0.2;) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  effect.failures_left_ = 0;
  EXPECT_TRUE(until(false));
  EXPECT_EQ(NotedWithin(kPatience, 1), "1");
  cut_ = true;
  EXPECT_TRUE(until(true));
}

TEST_F(FeedTest, AViewIsLookedAtOnceUntilSomethingIsCommitted) {
  const auto look = [this] { return views_->Look({}).value(); };
  // PostgreSQL may commit something of its own in between, and a view is given up after a second.
  const auto is_kept = [&] {
    for (int tries = 0; tries < 100; ++tries) {
      if (look() == look()) return true;
    }
    return false;
  };
  EXPECT_TRUE(is_kept());
  const std::shared_ptr<const View> before = look();
  Append(1, 1);
  const std::shared_ptr<const View> after = look();
  EXPECT_EQ(after->heads[1].seq, before->heads[1].seq + 1);
  EXPECT_NE(views_->Look({}, /*afresh=*/true).value(), after);
  EXPECT_TRUE(is_kept());
  // Reflected feeds are part of it.
  AsSuperuser(
      "INSERT INTO registry.feed_position (seq, bucket, source_bucket, feed, chain) "
      "VALUES (9, 5, 5, 'accreditation', sha256('x'))");
  EXPECT_EQ(after->reflects.size(), 0);
  EXPECT_EQ(look()->reflects.size(), 1);
}

TEST_F(FeedTest, WhatOneStreamHasSeenIsGoodEnoughForTheOthersForAMoment) {
  Views views(*writer_, ReadReflects, {.shared = std::chrono::hours(1)});
  const std::shared_ptr<const View> before = views.Look({}).value();
  Append(1, 1);
  EXPECT_EQ(views.Look({}).value(), before);
  // But not for one that wants what is there by now, or that comes anew.
  const std::shared_ptr<const View> since = views.Look(std::chrono::steady_clock::now()).value();
  EXPECT_EQ(since->heads[1].seq, before->heads[1].seq + 1);
  Append(1, 1);
  const std::shared_ptr<const View> after = views.Look({}, /*afresh=*/true).value();
  EXPECT_EQ(after->heads[1].seq, before->heads[1].seq + 2);
  EXPECT_EQ(views.Look({}).value(), after);
}

TEST_F(FeedTest, ReflectsIsSentOnlyWithAllEntriesThatItIsAbout) {
  // The registry follows accreditation itself; its position stands in its own database.
  Append(1, 2100);
  AsSuperuser(
      "INSERT INTO registry.feed_position (seq, bucket, source_bucket, feed, chain) "
      "VALUES (9, 5, 5, 'accreditation', sha256('x'))");
  common::v1::WatchRequest request;
  for (int bucket = 0; bucket < kBuckets; ++bucket) request.add_from()->set_bucket(bucket);
  LedgerSource source(*writer_, request, views_, &tail_);
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

TEST_F(FeedTest, WhatComesMeanwhileIsSentWithItsBucketsTurn) {
  Append(1, 2000);
  Append(2, 1);
  common::v1::WatchRequest request;
  for (const int bucket : {1, 2}) request.add_from()->set_bucket(bucket);
  LedgerSource source(*writer_, request, views_, &tail_);
  common::v1::WatchResponse response;
  const auto next = [&] {
    EXPECT_TRUE(source.Next(response).value());
    std::vector<std::pair<int, int>> entries;
    for (const auto& bucket : response.buckets()) {
      entries.emplace_back(bucket.bucket(), bucket.entries_size());
    }
    return entries;
  };
  using Entries = std::vector<std::pair<int, int>>;
  EXPECT_EQ(next(), (Entries{{1, 2000}}));
  EXPECT_FALSE(response.up_to_date());
  Append(1, 1);
  Append(2, 1);
  // Bucket 1 had its turn: it does not keep the round from its end.
  EXPECT_EQ(next(), (Entries{{2, 2}}));
  EXPECT_TRUE(response.up_to_date());
  EXPECT_EQ(next(), (Entries{{1, 1}}));
  EXPECT_TRUE(response.up_to_date());
}

TEST_F(FeedTest, WhatThisProcessAppendedIsServedWithoutReadingIt) {
  common::v1::WatchRequest request;
  request.add_from()->set_bucket(1);
  LedgerSource source(*writer_, request, views_, &tail_);
  common::v1::WatchResponse response;
  const auto bodies = [&] {
    EXPECT_TRUE(source.Next(response).value());
    std::vector<std::string> all;
    for (const auto& entry : response.buckets(0).entries()) all.push_back(entry.body());
    return all;
  };
  using Bodies = std::vector<std::string>;
  Append(1, 2, &tail_);
  // Reading would tell.
  AsSuperuser("UPDATE registry.ledger SET body = 'altered'");
  EXPECT_EQ(bodies(), (Bodies{"body 0", "body 1"}));
  AsSuperuser("UPDATE registry.ledger SET body = convert_to('body ' || (seq - 1), 'UTF8')");
  Append(1, 1);  // as by another process
  Append(1, 1, &tail_);
  EXPECT_EQ(bodies(), (Bodies{"body 2", "body 3"}));
}

TEST_F(FeedTest, WhoHasEverythingWaitsAMomentForMore) {
  common::v1::WatchRequest request;
  request.add_from()->set_bucket(1);
  const auto source_with = [&](std::chrono::milliseconds gather) {
    const Pace pace{.shared = std::chrono::milliseconds(0), .gather = gather};
    return std::make_unique<LedgerSource>(
        *writer_, request, std::make_shared<Views>(*writer_, ReadReflects, pace), &tail_);
  };
  const auto patient = source_with(std::chrono::hours(1));
  const auto quick = source_with(std::chrono::milliseconds(1));
  Append(1, 2001);
  common::v1::WatchResponse response;
  for (const auto& source : {patient.get(), quick.get()}) {
    // Not in the middle of a round.
    EXPECT_TRUE(source->Next(response).value());
    EXPECT_FALSE(response.up_to_date());
    EXPECT_TRUE(source->Next(response).value());
    EXPECT_TRUE(response.up_to_date());
  }
  Append(1, 1);
  EXPECT_FALSE(patient->Next(response).value());
  while (!quick->Next(response).value()) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(response.buckets(0).entries(0).seq(), 2002);
}

}  // namespace
}  // namespace xuefen::feed
