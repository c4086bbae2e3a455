#include "libs/ledger/positions.h"

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"

namespace xuefen::ledger {
namespace {

constexpr pg::Statement kRead = {
    "ledger_read_position",
    "SELECT seq, chain FROM feed_position WHERE bucket = $1 AND feed = $2 AND source_bucket = $3"};

constexpr pg::Statement kLock = {"ledger_lock_position", R"sql(
  SELECT 1 FROM feed_position WHERE bucket = $1 AND feed = $2 AND source_bucket = $3
  FOR UPDATE)sql"};

constexpr pg::Statement kInsert = {"ledger_insert_positions", R"sql(
  INSERT INTO feed_position (feed, bucket, source_bucket, seq, chain)
  SELECT $1, n.bucket, n.source_bucket, n.seq, n.chain
  FROM unnest($2, $3, $4, $5) AS n (bucket, source_bucket, seq, chain)
  ON CONFLICT DO NOTHING RETURNING bucket)sql"};

// A second process waits here for the row, and then finds another place in it.
constexpr pg::Statement kUpdate = {"ledger_update_positions", R"sql(
  UPDATE feed_position AS p SET seq = n.seq, chain = n.chain
  FROM unnest($2, $3, $4, $5, $6, $7)
    AS n (bucket, source_bucket, seq, chain, from_seq, from_chain)
  WHERE p.feed = $1 AND p.bucket = n.bucket AND p.source_bucket = n.source_bucket
    AND p.seq = n.from_seq AND p.chain = n.from_chain
  RETURNING p.bucket)sql"};

// Columns of some advances.
struct Columns {
  std::vector<std::int16_t> buckets;
  std::vector<std::int16_t> source_buckets;
  std::vector<std::int64_t> seqs;
  std::vector<absl::string_view> chains;
  std::vector<std::int64_t> from_seqs;
  std::vector<absl::string_view> from_chains;

  void Add(const Advance& advance) {
    buckets.push_back(static_cast<std::int16_t>(advance.bucket));
    source_buckets.push_back(static_cast<std::int16_t>(advance.source_bucket));
    seqs.push_back(advance.to.seq);
    chains.push_back(AsView(advance.to.chain));
    from_seqs.push_back(advance.from.seq);
    from_chains.push_back(AsView(advance.from.chain));
  }

  pg::BinaryParams Params(const std::string& feed) const {
    pg::BinaryParams params;
    params.Text(feed).Int16Array(buckets).Int16Array(source_buckets);
    params.Int64Array(seqs).BytesArray(chains);
    return params;
  }
};

// OK when the statement answers as many rows as it was to move.
absl::Status Move(pg::Transaction& transaction, const pg::Statement& statement,
                  const std::string& feed, const pg::BinaryParams& params, std::size_t wanted) {
  std::size_t moved = 0;
  XUEFEN_RETURN_IF_ERROR(
      pg::ExecBinary(transaction, statement, params, [&moved](pg::BinaryFields&) {
        ++moved;
        return absl::OkStatus();
      }));
  if (moved == wanted) return absl::OkStatus();
  return Refusal(Reason::CONFLICT_RETRY,
                 absl::StrCat("feed ", feed, ": ", wanted - moved, " positions have moved"));
}

}  // namespace

absl::StatusOr<Place> ReadPosition(pg::Transaction& transaction, const Following& following) {
  pg::BinaryParams params;
  params.Int16(static_cast<std::int16_t>(following.bucket)).Text(following.feed);
  params.Int16(static_cast<std::int16_t>(following.source_bucket));
  Place place = Place::Start(following.source_bucket);
  const auto take = [&place](pg::BinaryFields& row) -> absl::Status {
    place.seq = row.Int64();
    XUEFEN_ASSIGN_OR_RETURN(place.chain, ChainFromBytes(row.Bytes()));
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(transaction, kRead, params, take));
  return place;
}

void LockPosition(pg::Transaction& transaction, const Following& following) {
  transaction.Exec(kLock, following.bucket, following.feed, following.source_bucket);
}

absl::Status AdvancePositions(pg::Transaction& transaction, const std::string& feed,
                              const std::vector<Advance>& advances) {
  Columns first;
  Columns further;
  for (const Advance& advance : advances) (advance.from.seq == 0 ? first : further).Add(advance);
  if (!first.buckets.empty()) {
    XUEFEN_RETURN_IF_ERROR(
        Move(transaction, kInsert, feed, first.Params(feed), first.buckets.size()));
  }
  if (further.buckets.empty()) return absl::OkStatus();
  pg::BinaryParams params = further.Params(feed);
  params.Int64Array(further.from_seqs).BytesArray(further.from_chains);
  return Move(transaction, kUpdate, feed, params, further.buckets.size());
}

}  // namespace xuefen::ledger
