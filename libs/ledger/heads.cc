#include "libs/ledger/heads.h"

#include "absl/strings/string_view.h"
#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"

namespace xuefen::ledger {
namespace {

constexpr pg::Statement kLock = {"ledger_lock_heads",
                                 "SELECT bucket, seq, chain FROM lock_heads($1)"};
constexpr char kChainAt[] = "SELECT chain FROM ledger WHERE bucket = $1 AND seq = $2";

}  // namespace

absl::StatusOr<Place> ReadPlace(pg::BinaryFields& row) {
  Place place{.seq = row.Int64()};
  XUEFEN_ASSIGN_OR_RETURN(place.chain, ChainFromBytes(row.Bytes()));
  return place;
}

absl::StatusOr<Heads> LockHeads(pg::Transaction& transaction,
                                const std::vector<std::int16_t>& buckets) {
  Heads heads;
  for (const std::int16_t bucket : buckets) heads.emplace(bucket, Place::Start(bucket));
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(transaction, kLock, pg::BinaryParams().Int16Array(buckets),
                                        [&heads](pg::BinaryFields& row) -> absl::Status {
                                          Place& head = heads[row.Int16()];
                                          XUEFEN_ASSIGN_OR_RETURN(head, ReadPlace(row));
                                          return absl::OkStatus();
                                        }));
  return heads;
}

absl::StatusOr<bool> HasPlace(pg::Transaction& transaction, int bucket, const Place& place) {
  bool has_place = false;
  XUEFEN_RETURN_IF_ERROR(
      pg::ExecBinary(transaction, kChainAt,
                     pg::BinaryParams().Int16(static_cast<std::int16_t>(bucket)).Int64(place.seq),
                     [&](pg::BinaryFields& row) {
                       has_place = row.Bytes() == AsView(place.chain);
                       return absl::OkStatus();
                     }));
  return has_place;
}

}  // namespace xuefen::ledger
