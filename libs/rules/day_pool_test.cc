#include "libs/rules/day_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace xuefen::rules {
namespace {

std::vector<std::int64_t> Kept(const std::vector<std::int64_t>& capacity,
                               std::vector<PoolJob> jobs) {
  PlaceOnDays(capacity, jobs);
  std::vector<std::int64_t> kept;
  for (const PoolJob& job : jobs) kept.push_back(job.kept);
  return kept;
}

TEST(DayPool, SharedDaysHoldWhatTheyHold) {
  // 16 on days 1 and 2, 16 on days 2 and 3, 8 a day.
  EXPECT_THAT(Kept({8, 8, 8}, {{0, 1, 16, 0, 0}, {1, 2, 16, 1, 0}}), testing::ElementsAre(16, 8));
}

TEST(DayPool, AFlexibleJobMakesRoomForAnInflexibleOne) {
  EXPECT_THAT(Kept({8, 8}, {{0, 1, 8, 0, 0}, {0, 0, 8, 1, 0}}), testing::ElementsAre(8, 8));
}

// Running the earliest deadline first beside work that must be done gets the same total and another
// division: the second job would have nothing. The order of preference decides here.
TEST(DayPool, InsideARankTheOrderOfPreferenceDecides) {
  EXPECT_THAT(Kept({5, 3, 1, 1}, {{0, 3, 5, 0, 0}, {1, 1, 3, 1, 0}, {0, 2, 5, 1, 0}}),
              testing::ElementsAre(5, 3, 2));
}

TEST(DayPool, DaysWithoutRoomKeepNothing) {
  EXPECT_THAT(Kept({0, 0}, {{0, 1, 8, 0, 0}}), testing::ElementsAre(0));
  EXPECT_THAT(Kept({}, {}), testing::IsEmpty());
}

// Whether amounts fit on days, by trying all divisions of whole units.
bool Fits(std::vector<std::int64_t>& room, const std::vector<PoolJob>& jobs, std::size_t job,
          std::int64_t left) {
  if (left == 0) {
    if (++job >= jobs.size()) return true;
    return Fits(room, jobs, job, jobs[job].kept);
  }
  for (std::int32_t day = jobs[job].first; day <= jobs[job].last; ++day) {
    auto& here = room[static_cast<std::size_t>(day)];
    if (here == 0) continue;
    --here;
    const bool fits = Fits(room, jobs, job, left - 1);
    ++here;
    if (fits) return true;
  }
  return false;
}

TEST(DayPool, EachJobKeepsAsMuchAsThoseBeforeItAllow) {
  std::mt19937 random(7);
  const auto draw = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::int64_t> capacity(4);
    for (std::int64_t& of_day : capacity) of_day = draw(3);
    std::vector<PoolJob> jobs(static_cast<std::size_t>(1 + draw(4)));
    for (PoolJob& job : jobs) {
      job.first = draw(4);
      job.last = job.first + draw(4 - job.first);
      job.amount = draw(4);
      job.rank = draw(2);
    }
    std::sort(jobs.begin(), jobs.end(), [](const PoolJob& a, const PoolJob& b) {
      return a.rank != b.rank ? a.rank < b.rank : a.last < b.last;
    });
    PlaceOnDays(capacity, jobs);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      std::vector<PoolJob> first(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      ASSERT_TRUE(Fits(capacity, first, 0, first[0].kept)) << "round " << round;
      if (first.back().kept == first.back().amount) continue;
      ++first.back().kept;
      ASSERT_FALSE(Fits(capacity, first, 0, first[0].kept)) << "round " << round;
    }
  }
}

TEST(DayPool, MostOnDaysIsTheSumOfWhatIsKept) {
  constexpr int kCases = 5000;
  std::mt19937_64 random(3);
  const auto draw = [&](int below) {
    return static_cast<std::int32_t>(random() % static_cast<unsigned>(below));
  };
  for (int i = 0; i < kCases; ++i) {
    std::vector<std::int64_t> capacity;
    std::vector<std::int64_t> before = {0};
    for (int day = 0; day < 8; ++day) {
      capacity.push_back(draw(5));
      before.push_back(before.back() + capacity.back());
    }
    std::vector<PoolJob> jobs;
    for (int n = draw(6); n > 0; --n) {
      const std::int32_t first = draw(6);
      jobs.push_back({first, first + draw(3), draw(9), 0, 0});
    }
    std::sort(jobs.begin(), jobs.end(),
              [](const PoolJob& a, const PoolJob& b) { return a.last < b.last; });
    std::int64_t sum = 0;
    for (const std::int64_t kept : Kept(capacity, jobs)) sum += kept;
    ASSERT_EQ(MostOnDays(before, jobs), sum) << "case " << i;
  }
}

}  // namespace
}  // namespace xuefen::rules
