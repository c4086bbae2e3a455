#include "libs/rpc/worker_pool.h"

#include <algorithm>
#include <utility>

#include "libs/base/thread_priority.h"

namespace xuefen::rpc {

WorkerPool::WorkerPool(int threads, int queue_limit, metrics::WorkerMetrics metrics)
    : queue_limit_(static_cast<std::size_t>(std::max(queue_limit, 1))), metrics_(metrics) {
  metrics_.threads.Set(std::max(threads, 1));
  for (int i = 0; i < std::max(threads, 1); ++i) threads_.emplace_back([this] { Work(); });
}

void WorkerPool::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool WorkerPool::TryRun(absl::AnyInvocable<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_limit_) {
      metrics_.refused.Add();
      return false;
    }
    queue_.push_back(std::move(task));
    metrics_.queued.Add(1);
  }
  wake_.notify_one();
  return true;
}

bool WorkerPool::IsFull() const {
  const std::lock_guard lock(mutex_);
  return stopping_ || queue_.size() >= queue_limit_;
}

void WorkerPool::Work() {
  YieldToAnswers();
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    absl::AnyInvocable<void()> task = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    metrics_.queued.Add(-1);
    metrics_.busy.Add(1);
    task();
    // What the task holds is let go before the lock is taken again.
    task = nullptr;
    metrics_.busy.Add(-1);
    lock.lock();
  }
}

}  // namespace xuefen::rpc
