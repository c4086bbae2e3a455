#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "libs/ledger/entry.h"
#include "libs/ledger/group.h"

namespace xuefen::ledger {

class Batch;

// The entries of a batch that one lane writes. Keeps the batch alive.
struct BatchPart {
  std::shared_ptr<Batch> batch;
  int lane = 0;
  std::vector<std::size_t> rows;
};

// The entries that were submitted together, until all parts are answered.
class Batch {
 public:
  using Done = absl::AnyInvocable<void(std::vector<absl::StatusOr<Outcome>>)>;

  // Splits the entries by lane. An entry whose key stands earlier in the batch is in no part: it is
  // answered after the earlier one, in whatever lane that is, so that their order decides.
  static std::vector<BatchPart> Split(std::vector<Entry> entries, Done done,
                                      absl::FunctionRef<int(int bucket)> lane_of);

  const Prepared& row(std::size_t i) const { return prepared_[i]; }

  // Different parts answer from different threads. The last part's Finish calls `done`.
  void Answer(std::size_t row, absl::StatusOr<Standing> standing);
  void FinishPart();

 private:
  Batch(std::vector<Entry> entries, Done done);
  void CallDone();

  const std::vector<Entry> entries_;
  std::vector<Prepared> prepared_;
  const std::vector<std::size_t> first_;
  std::vector<absl::StatusOr<Standing>> standings_;
  std::atomic<int> open_parts_ = 0;
  Done done_;
};

}  // namespace xuefen::ledger
