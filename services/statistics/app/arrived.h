#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/feed/positions.h"
#include "libs/pg/pool.h"
#include "libs/pg/transaction.h"

namespace xuefen::statistics {

// How far the ledger of each service followed has arrived in the figures by every way it comes:
// that of the registry here and through the credit service's determinations, so too that of the
// accreditation service; that of the credit service here alone. Tokens are measured and made by
// this.
std::map<std::string, feed::Positions> ReadArrived(pg::Transaction& tx);

// The same in a transaction of its own.
absl::StatusOr<std::map<std::string, feed::Positions>> ReadArrived(pg::Pool& pool,
                                                                   absl::Time deadline);

}  // namespace xuefen::statistics
