#include "libs/service/ledger_readings.h"

#include "absl/time/clock.h"
#include "libs/feed/positions.h"
#include "libs/ledger/reader.h"
#include "libs/pg/transact.h"

namespace xuefen::service {
namespace {

// Whoever reads the page waits no longer than a few seconds.
constexpr absl::Duration kTimeout = absl::Seconds(1);

metrics::Metrics::Values LedgerEntries(pg::Pool& pool) {
  const auto heads = ledger::ReadHeads(pool, absl::Now() + kTimeout);
  if (!heads.ok()) return {};
  std::int64_t entries = 0;
  for (const ledger::Place& head : *heads) entries += head.seq;
  return {{"", static_cast<double>(entries)}};
}

metrics::Metrics::Values FeedPositions(pg::Pool& pool) {
  metrics::Metrics::Values entries;
  const absl::Status read =
      pg::TransactReadOnly(pool, absl::Now() + kTimeout, [&](pg::Transaction& tx) {
        entries.clear();
        for (const auto& [feed, positions] : feed::ReadReached(tx)) {
          for (const auto& [bucket, seq] : positions) entries[feed] += static_cast<double>(seq);
        }
        return absl::OkStatus();
      });
  return read.ok() ? entries : metrics::Metrics::Values();
}

}  // namespace

void AddLedgerReadings(pg::Pool& pool, metrics::Metrics& metrics) {
  metrics.AddReadings("xuefen_ledger_entries", "Entries in the ledger of this service.", "",
                      [&pool] { return LedgerEntries(pool); });
  metrics.AddReadings("xuefen_feed_position_entries",
                      "Entries of a feed that this service has taken in, since ever.", "feed",
                      [&pool] { return FeedPositions(pool); });
}

}  // namespace xuefen::service
