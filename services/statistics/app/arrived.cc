#include "services/statistics/app/arrived.h"

#include <algorithm>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/pg/transact.h"
#include "services/statistics/app/services.h"
#include "services/statistics/storage/credit_reflects.h"

namespace xuefen::statistics {
namespace {

// Bucket by bucket the smaller of both.
feed::Positions Both(const feed::Positions& a, const feed::Positions& b) {
  feed::Positions both;
  for (const auto& [bucket, seq] : a) {
    const auto other = b.find(bucket);
    if (other != b.end()) both[bucket] = std::min(seq, other->second);
  }
  return both;
}

}  // namespace

std::map<std::string, feed::Positions> ReadArrived(pg::Transaction& tx) {
  std::map<std::string, feed::Positions> arrived = feed::ReadReached(tx);
  const std::map<std::string, feed::Positions> through_credit = ReadCreditReflects(tx);
  for (const char* service : {kRegistry, kAccreditation}) {
    const auto credited = through_credit.find(service);
    arrived[service] = credited == through_credit.end() ? feed::Positions()
                                                        : Both(arrived[service], credited->second);
  }
  return arrived;
}

absl::StatusOr<std::map<std::string, feed::Positions>> ReadArrived(pg::Pool& pool,
                                                                   absl::Time deadline) {
  std::map<std::string, feed::Positions> arrived;
  const auto body = [&](pg::Transaction& tx) {
    arrived = ReadArrived(tx);
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactReadOnly(pool, deadline, body));
  return arrived;
}

}  // namespace xuefen::statistics
