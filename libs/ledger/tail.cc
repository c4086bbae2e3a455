#include "libs/ledger/tail.h"

#include <utility>

namespace xuefen::ledger {
namespace {

std::size_t BytesOf(const StoredEntry& entry) {
  return sizeof(StoredEntry) + entry.event_key.size() + entry.type.size() + entry.body.size();
}

Place EndOf(const StoredEntry& entry) { return {.seq = entry.seq, .chain = entry.chain}; }

}  // namespace

void Tail::Add(std::vector<Run> runs) {
  for (Run& run : runs) {
    if (run.entries.empty()) continue;
    Bucket& bucket = buckets_[static_cast<std::size_t>(run.entries.front().bucket)];
    Entries entries;
    entries.reserve(run.entries.size());
    for (StoredEntry& entry : run.entries) {
      entries.push_back(std::make_shared<const StoredEntry>(std::move(entry)));
    }
    AddRun(run.before, std::move(entries), bucket);
  }
}

void Tail::AddRun(const Place& before, Entries entries, Bucket& bucket) const {
  const absl::MutexLock lock(&bucket.mutex);
  if (!bucket.entries.empty()) {
    const Place end = EndOf(*bucket.entries.back());
    // Committed earlier, told later.
    if (entries.back()->seq <= end.seq) return;
    // Somebody else wrote in between.
    if (end != before) {
      bucket.entries.clear();
      bucket.bytes = 0;
    }
  }
  for (std::shared_ptr<const StoredEntry>& entry : entries) {
    bucket.bytes += BytesOf(*entry);
    bucket.entries.push_back(std::move(entry));
  }
  while (bucket.bytes > share_) {
    bucket.bytes -= BytesOf(*bucket.entries.front());
    bucket.entries.pop_front();
  }
}

Tail::Entries Tail::Read(const Stretch& stretch, const Place& head) const {
  const Bucket& bucket = buckets_[static_cast<std::size_t>(stretch.bucket)];
  const absl::MutexLock lock(&bucket.mutex);
  if (bucket.entries.empty()) return {};
  const std::int64_t first = bucket.entries.front()->seq;
  const std::int64_t last = bucket.entries.back()->seq;
  if (stretch.after + 1 < first || last < head.seq || head.seq < first) return {};
  const auto at = [&](std::int64_t seq) { return bucket.entries.begin() + (seq - first); };
  if (EndOf(**at(head.seq)) != head) return {};
  return {at(stretch.after + 1), at(stretch.last + 1)};
}

}  // namespace xuefen::ledger
