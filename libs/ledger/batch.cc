#include "libs/ledger/batch.h"

#include <utility>

#include "absl/container/btree_map.h"

namespace xuefen::ledger {
namespace {

std::vector<Prepared> PrepareAll(const std::vector<Entry>& entries) {
  std::vector<Prepared> prepared;
  prepared.reserve(entries.size());
  for (const Entry& entry : entries) prepared.emplace_back(entry);
  return prepared;
}

std::vector<std::size_t> FirstsOf(const std::vector<Prepared>& prepared) {
  std::vector<const Prepared*> pointers;
  for (const Prepared& one : prepared) pointers.push_back(&one);
  return FindFirsts(pointers);
}

}  // namespace

Batch::Batch(std::vector<Entry> entries, Done done)
    : entries_(std::move(entries)),
      prepared_(PrepareAll(entries_)),
      first_(FirstsOf(prepared_)),
      // A status without a message is no memory of its own.
      standings_(entries_.size(), absl::Status(absl::StatusCode::kInternal, "")),
      done_(std::move(done)) {}

std::vector<BatchPart> Batch::Split(std::vector<Entry> entries, Done done,
                                    absl::FunctionRef<int(int bucket)> lane_of) {
  const std::shared_ptr<Batch> batch(new Batch(std::move(entries), std::move(done)));
  absl::btree_map<int, BatchPart> parts;
  for (std::size_t i = 0; i < batch->entries_.size(); ++i) {
    if (batch->first_[i] != i) continue;
    const int lane = lane_of(batch->entries_[i].bucket);
    BatchPart& part = parts.try_emplace(lane, BatchPart{batch, lane, {}}).first->second;
    part.rows.push_back(i);
  }
  batch->open_parts_ = static_cast<int>(parts.size());
  std::vector<BatchPart> all;
  for (auto& [lane, part] : parts) all.push_back(std::move(part));
  return all;
}

void Batch::Answer(std::size_t row, absl::StatusOr<Standing> standing) {
  standings_[row] = std::move(standing);
}

void Batch::FinishPart() {
  if (open_parts_.fetch_sub(1) == 1) CallDone();
}

void Batch::CallDone() {
  std::vector<absl::StatusOr<Outcome>> outcomes;
  outcomes.reserve(standings_.size());
  for (std::size_t i = 0; i < standings_.size(); ++i) {
    const absl::StatusOr<Standing>& first = standings_[first_[i]];
    if (!first.ok()) {
      outcomes.push_back(first.status());
    } else {
      outcomes.push_back(first_[i] == i ? first->outcome
                                        : StandingOfCopy(prepared_[i], *first).outcome);
    }
  }
  std::move(done_)(std::move(outcomes));
}

}  // namespace xuefen::ledger
