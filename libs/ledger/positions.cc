#include "libs/ledger/positions.h"

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/columns.h"

namespace xuefen::ledger {
namespace {

constexpr pg::Statement kRead = {
    "ledger_read_position",
    "SELECT seq, chain FROM feed_position WHERE bucket = $1 AND feed = $2 AND source_bucket = $3"};

constexpr pg::Statement kInsert = {"ledger_insert_position",
                                   "INSERT INTO feed_position (bucket, feed, source_bucket, seq, "
                                   "chain) VALUES ($1, $2, $3, $4, $5)"
                                   " ON CONFLICT DO NOTHING"};

// A second process waits here for the row, and then finds another seq in it.
constexpr pg::Statement kUpdate = {
    "ledger_update_position",
    "UPDATE feed_position SET seq = $4, chain = $5"
    " WHERE bucket = $1 AND feed = $2 AND source_bucket = $3 AND seq = $6 AND chain = $7"};

}  // namespace

absl::StatusOr<Place> ReadPosition(pg::Transaction& transaction, const Following& following) {
  const pqxx::result rows =
      transaction.Exec(kRead, following.bucket, following.feed, following.source_bucket);
  if (rows.empty()) return Place::Start(following.source_bucket);
  const pqxx::row row = rows.front();
  XUEFEN_ASSIGN_OR_RETURN(const Sha256Digest chain, ChainFromBytes(pg::ReadBytes(row["chain"])));
  return Place{.seq = row["seq"].as<std::int64_t>(), .chain = chain};
}

absl::Status AdvancePosition(pg::Transaction& transaction, const Following& following,
                             const Place& from, const Place& to) {
  const auto chain = pg::Bytes(AsView(to.chain));
  const pqxx::result moved =
      from.seq == 0
          ? transaction.Exec(kInsert, following.bucket, following.feed, following.source_bucket,
                             to.seq, chain)
          : transaction.Exec(kUpdate, following.bucket, following.feed, following.source_bucket,
                             to.seq, chain, from.seq, pg::Bytes(AsView(from.chain)));
  if (moved.affected_rows() == 1) return absl::OkStatus();
  return Refusal(Reason::CONFLICT_RETRY,
                 absl::StrCat("feed ", following.feed, " bucket ", following.source_bucket,
                              ": position has moved, want ", from.seq));
}

}  // namespace xuefen::ledger
