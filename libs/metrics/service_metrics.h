#pragma once

#include <string>

#include "libs/metrics/metrics.h"

// What the parts of a service count. Made by default they count nothing; made with Metrics they
// must not outlive it. Thread-safe.
namespace xuefen::metrics {

// Threads for work that blocks, and the queue before them.
struct WorkerMetrics {
  WorkerMetrics() = default;
  // `pool` names them among the service's pools: "rpc", "intake".
  WorkerMetrics(Metrics& metrics, const std::string& pool);

  Gauge threads;
  Gauge busy;
  Gauge queued;
  Counter refused;
};

// Connections to the database.
struct PoolMetrics {
  PoolMetrics() = default;
  explicit PoolMetrics(Metrics& metrics);

  Gauge limit;
  Gauge in_use;
  Gauge waiting;
  Counter opened;
  Counter failed;
  Counter refused;
};

// A memory of what was looked up.
struct CacheMetrics {
  CacheMetrics() = default;
  // `cache` names it among the service's own: "people".
  CacheMetrics(Metrics& metrics, const std::string& cache);

  Counter hits;
  Counter misses;
};

// What a ledger's writer appends.
struct LedgerMetrics {
  LedgerMetrics() = default;
  explicit LedgerMetrics(Metrics& metrics);

  Counter appended;
  Counter duplicate;
  Counter conflict;
  Counter failed;
  Counter in_doubt;
  Gauge queued;
  Histogram group_entries;
  Histogram group_seconds;
};

// Adds what the operating system knows of this process, under the names that Prometheus' own
// libraries use: process_cpu_seconds_total, process_resident_memory_bytes, process_open_fds,
// process_max_fds, process_threads, process_start_time_seconds.
void AddProcessReadings(Metrics& metrics);

}  // namespace xuefen::metrics
