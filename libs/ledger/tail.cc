#include "libs/ledger/tail.h"

namespace xuefen::ledger {
namespace {

std::size_t BytesOf(const HeldEntry& held) {
  return sizeof(HeldEntry) + sizeof(Entry) + held.entry->event_key.size() + held.entry->body.size();
}

}  // namespace

void Tail::Add(const std::vector<Run>& runs) {
  const absl::MutexLock lock(&mutex_);
  for (const Run& run : runs) {
    if (!run.entries.empty()) AddRun(run);
  }
  while (bytes_ > bytes_max_) {
    const Added oldest = runs_.front();
    runs_.pop_front();
    bytes_ -= sizeof(Added);
    DropUpTo(oldest.last, entries_[static_cast<std::size_t>(oldest.bucket)]);
  }
}

void Tail::AddRun(const Run& run) {
  const int bucket = run.entries.front().entry->bucket;
  const std::int64_t last = run.entries.back().seq;
  Entries& entries = entries_[static_cast<std::size_t>(bucket)];
  if (!entries.empty()) {
    const Place end = entries.back().place();
    // Committed earlier, told later.
    if (last <= end.seq) return;
    // Somebody else wrote in between.
    if (end != run.before) DropUpTo(end.seq, entries);
  }
  for (const HeldEntry& held : run.entries) {
    bytes_ += BytesOf(held);
    entries.push_back(held);
  }
  // Counts too: where others keep writing in between, it outlives its entries.
  bytes_ += sizeof(Added);
  runs_.push_back({.bucket = bucket, .last = last});
}

void Tail::DropUpTo(std::int64_t last, Entries& entries) {
  while (!entries.empty() && entries.front().seq <= last) {
    bytes_ -= BytesOf(entries.front());
    entries.pop_front();
  }
}

std::vector<HeldEntry> Tail::Read(const Stretch& stretch, const Place& head) const {
  const absl::MutexLock lock(&mutex_);
  const Entries& entries = entries_[static_cast<std::size_t>(stretch.bucket)];
  if (entries.empty()) return {};
  const std::int64_t first = entries.front().seq;
  const std::int64_t last = entries.back().seq;
  if (stretch.after + 1 < first || head.seq < stretch.last || last < head.seq) return {};
  const auto at = [&](std::int64_t seq) { return entries.begin() + (seq - first); };
  if (at(head.seq)->place() != head) return {};
  return {at(stretch.after + 1), at(stretch.last + 1)};
}

}  // namespace xuefen::ledger
