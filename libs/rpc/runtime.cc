#include "libs/rpc/runtime.h"

#include <utility>

namespace xuefen::rpc {

int OpenStreams::Add(std::function<void()> end) {
  std::unique_lock lock(mutex_);
  const int id = next_id_++;
  if (!ending_) {
    ends_.emplace(id, std::move(end));
    return id;
  }
  lock.unlock();
  end();
  return id;
}

void OpenStreams::Remove(int id) {
  std::function<void()> removed;
  const std::lock_guard lock(mutex_);
  const auto found = ends_.find(id);
  if (found == ends_.end()) return;
  removed = std::move(found->second);
  ends_.erase(found);
}

void OpenStreams::EndAll() {
  std::map<int, std::function<void()>> ends;
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    ends.swap(ends_);
  }
  for (const auto& [id, end] : ends) end();
}

}  // namespace xuefen::rpc
