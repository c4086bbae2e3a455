#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/types/span.h"

namespace xuefen::cli {

// A batch is at most so large: as many items as the contract allows, and far from the 4 MiB that a
// message may have.
inline constexpr std::size_t kBatchItemsMax = 1000;
inline constexpr std::size_t kBatchBytesMax = std::size_t{1} << 20;

// An item as far as it matters for what it can travel with.
struct PlannedItem {
  std::string external_id;
  std::size_t bytes = 0;
};

struct Batch {
  std::vector<std::size_t> items;  // indices
  // Sent when all before it are answered; others may be under way together.
  bool after_all = false;
};

// Divides a submission so that no two batches that are under way together hold the same external
// id: batches under way together are decided in any order, items of one batch in theirs. Items of
// one id therefore travel together, in their order; when they are too many for one batch, the next
// ones wait. Items without an id claim nothing and may be anywhere.
//
// The last batch waits for all others, so that the freshness token of its answer can stand for all.
std::vector<Batch> PlanBatches(absl::Span<const PlannedItem> items);

}  // namespace xuefen::cli
