#pragma once

#include "libs/metrics/metrics.h"
#include "libs/pg/pool.h"

namespace xuefen::service {

// Adds how long the service's own ledger is and how much it has taken in of each feed it follows:
// xuefen_ledger_entries and xuefen_feed_position_entries{feed}. Their difference between two
// services is how many entries a follower is behind. Asks the database each time the page is read;
// while that does not answer the figures are absent. `pool` serves until metrics.Stop().
void AddLedgerReadings(pg::Pool& pool, metrics::Metrics& metrics);

}  // namespace xuefen::service
