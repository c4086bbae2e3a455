#include "libs/metrics/service_metrics.h"

namespace xuefen::metrics {
namespace {

Counter Entries(Metrics& metrics, const std::string& answer) {
  return metrics.AddCounter("xuefen_ledger_entries_total",
                            "Entries given to the ledger's writer, by its answer.",
                            {{"answer", answer}});
}

Counter Lookups(Metrics& metrics, const std::string& cache, const std::string& result) {
  return metrics.AddCounter("xuefen_cache_lookups_total", "Lookups in a memory, by result.",
                            {{"cache", cache}, {"result", result}});
}

// One entry to more than a group may hold.
Boundaries GroupSizes() { return {1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000}; }

}  // namespace

WorkerMetrics::WorkerMetrics(Metrics& metrics, const std::string& pool)
    : threads(
          metrics.AddGauge("xuefen_workers", "Threads for work that blocks.", {{"pool", pool}})),
      busy(metrics.AddGauge("xuefen_workers_busy", "Workers that run a task.", {{"pool", pool}})),
      queued(metrics.AddGauge("xuefen_workers_queued", "Tasks that wait for a worker.",
                              {{"pool", pool}})),
      refused(metrics.AddCounter("xuefen_workers_refused_total",
                                 "Tasks refused because the queue was full.", {{"pool", pool}})) {}

PoolMetrics::PoolMetrics(Metrics& metrics)
    : limit(metrics.AddGauge("xuefen_pool_connections_max",
                             "Most connections to the database at once.")),
      in_use(metrics.AddGauge("xuefen_pool_connections_in_use",
                              "Connections that are lent to somebody.")),
      waiting(metrics.AddGauge("xuefen_pool_waiting", "Threads that wait for a connection.")),
      opened(metrics.AddCounter("xuefen_pool_connects_total", "Attempts to connect, by result.",
                                {{"result", "ok"}})),
      failed(metrics.AddCounter("xuefen_pool_connects_total", "Attempts to connect, by result.",
                                {{"result", "failed"}})),
      refused(metrics.AddCounter("xuefen_pool_refused_total",
                                 "Times that no connection became free in time.")) {}

CacheMetrics::CacheMetrics(Metrics& metrics, const std::string& cache)
    : hits(Lookups(metrics, cache, "hit")), misses(Lookups(metrics, cache, "miss")) {}

LedgerMetrics::LedgerMetrics(Metrics& metrics)
    : appended(Entries(metrics, "appended")),
      duplicate(Entries(metrics, "duplicate")),
      conflict(Entries(metrics, "conflict")),
      failed(Entries(metrics, "failed")),
      in_doubt(metrics.AddCounter("xuefen_ledger_in_doubt_total",
                                  "Commits of which nobody could say whether they happened, so "
                                  "that the ledger was asked.")),
      queued(metrics.AddGauge("xuefen_ledger_queued_entries",
                              "Entries that wait for the ledger's writer.")),
      group_entries(metrics.AddHistogram("xuefen_ledger_group_entries",
                                         "Entries written in one transaction.", GroupSizes())),
      group_seconds(metrics.AddHistogram("xuefen_ledger_group_seconds",
                                         "Time to write one group, commit and repeated tries "
                                         "included.",
                                         Seconds())) {}

}  // namespace xuefen::metrics
