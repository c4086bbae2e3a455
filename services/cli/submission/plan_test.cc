#include "services/cli/submission/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace xuefen::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<PlannedItem> Items(const std::vector<std::string>& ids) {
  std::vector<PlannedItem> items;
  for (const std::string& id : ids) items.push_back({id, 100});
  return items;
}

std::vector<PlannedItem> DistinctItems(int count) {
  std::vector<PlannedItem> items;
  for (int i = 0; i < count; ++i) items.push_back({absl::StrCat("id", i), 100});
  return items;
}

// The batches in which each id occurs.
std::map<std::string, std::vector<std::size_t>> BatchesOfIds(const std::vector<PlannedItem>& items,
                                                             const std::vector<Batch>& batches) {
  std::map<std::string, std::vector<std::size_t>> batches_of;
  for (std::size_t batch = 0; batch < batches.size(); ++batch) {
    for (const std::size_t i : batches[batch].items) {
      std::vector<std::size_t>& found = batches_of[items[i].external_id];
      if (found.empty() || found.back() != batch) found.push_back(batch);
    }
  }
  return batches_of;
}

TEST(PlanBatches, NothingIsNoBatch) { EXPECT_THAT(PlanBatches({}), IsEmpty()); }

TEST(PlanBatches, AFewItemsTravelTogetherInTheirOrder) {
  const std::vector<Batch> batches = PlanBatches(Items({"c", "a", "b"}));
  ASSERT_THAT(batches, SizeIs(1));
  EXPECT_THAT(batches[0].items, ElementsAre(0, 1, 2));
}

TEST(PlanBatches, EveryItemIsInExactlyOneBatchOfAtMostAThousand) {
  const std::vector<Batch> batches = PlanBatches(DistinctItems(2500));
  ASSERT_THAT(batches, SizeIs(3));
  std::vector<int> seen(2500);
  for (const Batch& batch : batches) {
    EXPECT_LE(batch.items.size(), kBatchItemsMax);
    for (const std::size_t i : batch.items) ++seen[i];
  }
  EXPECT_THAT(seen, ::testing::Each(1));
}

TEST(PlanBatches, LargeItemsMakeSmallerBatches) {
  const std::vector<PlannedItem> items(10, {"", 300'000});
  for (const Batch& batch : PlanBatches(items)) EXPECT_LE(batch.items.size(), 3);
}

TEST(PlanBatches, AnItemThatIsLargerThanABatchTravelsAlone) {
  const std::vector<PlannedItem> items = {{"a", 10}, {"b", kBatchBytesMax + 1}, {"c", 10}};
  EXPECT_THAT(PlanBatches(items), SizeIs(3));
}

TEST(PlanBatches, EqualIdsTravelTogetherInTheirOrderHoweverFarApart) {
  std::vector<PlannedItem> items = DistinctItems(2500);
  items[2400].external_id = "id7";
  items[1200].external_id = "id7";
  const std::vector<Batch> batches = PlanBatches(items);
  for (const auto& [id, found] : BatchesOfIds(items, batches)) EXPECT_THAT(found, SizeIs(1)) << id;
  EXPECT_THAT(std::vector<std::size_t>(batches[0].items.begin() + 7, batches[0].items.begin() + 10),
              ElementsAre(7, 1200, 2400));
}

TEST(PlanBatches, BatchesThatShareAnIdAreNeverUnderWayTogether) {
  std::vector<PlannedItem> items = DistinctItems(500);
  for (int i = 0; i < 3500; ++i) items.push_back({"same", 100});
  for (int i = 0; i < 500; ++i) items.push_back({absl::StrCat("late", i), 100});
  const std::vector<Batch> batches = PlanBatches(items);
  for (const auto& [id, found] : BatchesOfIds(items, batches)) {
    for (std::size_t n = 1; n < found.size(); ++n) {
      EXPECT_EQ(found[n], found[n - 1] + 1) << id;
      EXPECT_TRUE(batches[found[n]].after_all) << id;
    }
  }
}

TEST(PlanBatches, ItemsWithoutAnIdNeedNotStayTogether) {
  const std::vector<Batch> batches = PlanBatches(std::vector<PlannedItem>(3500, {"", 100}));
  ASSERT_THAT(batches, SizeIs(4));
  EXPECT_FALSE(batches[1].after_all);
  EXPECT_FALSE(batches[2].after_all);
}

TEST(PlanBatches, TheLastBatchWaitsForAllOthers) {
  const std::vector<Batch> batches = PlanBatches(DistinctItems(2500));
  EXPECT_FALSE(batches[0].after_all);
  EXPECT_FALSE(batches[1].after_all);
  EXPECT_TRUE(batches[2].after_all);
}

}  // namespace
}  // namespace xuefen::cli
