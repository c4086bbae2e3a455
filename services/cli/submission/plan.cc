#include "services/cli/submission/plan.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace xuefen::cli {
namespace {

// The items of each id together, ids in the order in which they first occur.
std::vector<std::vector<std::size_t>> GroupById(absl::Span<const PlannedItem> items) {
  std::vector<std::vector<std::size_t>> groups;
  absl::flat_hash_map<absl::string_view, std::size_t> group_of;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const absl::string_view id = items[i].external_id;
    const auto [known, is_new] = group_of.try_emplace(id, groups.size());
    if (is_new || id.empty()) {
      groups.push_back({i});
    } else {
      groups[known->second].push_back(i);
    }
  }
  return groups;
}

class Planner {
 public:
  explicit Planner(absl::Span<const PlannedItem> items) : items_(items) {}

  void Add(const std::vector<std::size_t>& group) {
    std::size_t group_bytes = 0;
    for (const std::size_t i : group) group_bytes += items_[i].bytes;
    if (!Fits(group.size(), group_bytes)) Close();
    for (const std::size_t i : group) {
      if (!Fits(1, items_[i].bytes)) {
        Close();
        batch_.after_all = true;
      }
      batch_.items.push_back(i);
      bytes_ += items_[i].bytes;
    }
  }

  std::vector<Batch> Finish() {
    Close();
    if (!batches_.empty()) batches_.back().after_all = true;
    return std::move(batches_);
  }

 private:
  bool Fits(std::size_t count, std::size_t bytes) const {
    return batch_.items.empty() ||
           (batch_.items.size() + count <= kBatchItemsMax && bytes_ + bytes <= kBatchBytesMax);
  }

  void Close() {
    if (!batch_.items.empty()) batches_.push_back(std::move(batch_));
    batch_ = {};
    bytes_ = 0;
  }

  const absl::Span<const PlannedItem> items_;
  Batch batch_;
  std::size_t bytes_ = 0;
  std::vector<Batch> batches_;
};

}  // namespace

std::vector<Batch> PlanBatches(absl::Span<const PlannedItem> items) {
  Planner planner(items);
  for (const std::vector<std::size_t>& group : GroupById(items)) planner.Add(group);
  return planner.Finish();
}

}  // namespace xuefen::cli
