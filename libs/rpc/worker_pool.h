#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "libs/metrics/service_metrics.h"

namespace xuefen::rpc {

// A fixed number of threads for work that blocks, and a bounded queue before them. gRPC's own
// threads never block.
class WorkerPool {
 public:
  // At least one thread; at most `queue_limit` tasks wait.
  WorkerPool(int threads, int queue_limit, metrics::WorkerMetrics metrics = {});
  ~WorkerPool() { Stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False, and `task` is not run, when the queue is full. Tasks begin in the order they came. Never
  // blocks.
  bool TryRun(absl::AnyInvocable<void()> task);

  // Whether TryRun would refuse now.
  bool IsFull() const;

  // Takes no more tasks, runs those that wait, and returns when all are done. May be called again.
  void Stop();

 private:
  void Work();

  const std::size_t queue_limit_;
  metrics::WorkerMetrics metrics_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<absl::AnyInvocable<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace xuefen::rpc
