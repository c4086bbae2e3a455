#include "libs/feed/positions.h"

#include <pqxx/pqxx>

#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "libs/ledger/positions.h"
#include "libs/ledger/reader.h"

namespace xuefen::feed {
namespace {

constexpr pg::Statement kReadReached = {"feed_read_reached", R"sql(
  SELECT feed, source_bucket, seq FROM feed_position ORDER BY feed, source_bucket)sql"};

constexpr absl::Duration kReadTimeout = absl::Seconds(10);

}  // namespace

absl::StatusOr<Positions> ReadHeads(pg::Pool& pool) {
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<ledger::Place> heads,
                          ledger::ReadHeads(pool, absl::Now() + kReadTimeout));
  Positions positions;
  for (std::size_t bucket = 0; bucket < heads.size(); ++bucket) {
    positions[static_cast<int>(bucket)] = heads[bucket].seq;
  }
  return positions;
}

std::map<std::string, Positions> ReadReached(pg::Transaction& tx) {
  std::map<std::string, Positions> reached;
  for (const pqxx::row& row : tx.Exec(kReadReached)) {
    reached[row[0].as<std::string>()][row[1].as<int>()] = row[2].as<std::int64_t>();
  }
  return reached;
}

absl::StatusOr<tokens::Freshness> ReadFreshness(pg::Transaction& tx, const std::string& service,
                                                int bucket) {
  XUEFEN_ASSIGN_OR_RETURN(const ledger::Place reached,
                          ledger::ReadPosition(tx, ledger::Following::Of(service, bucket)));
  return tokens::Freshness{.service = service, .positions = {{bucket, reached.seq}}};
}

std::vector<common::v1::SourcePosition> ReadReflects(pg::Transaction& tx) {
  std::vector<common::v1::SourcePosition> reflects;
  for (const auto& [service, positions] : ReadReached(tx)) {
    for (const auto& [bucket, seq] : positions) {
      common::v1::SourcePosition& position = reflects.emplace_back();
      position.set_source(service);
      position.set_bucket(bucket);
      position.set_seq(seq);
    }
  }
  return reflects;
}

absl::StatusOr<tokens::Freshness> FreshnessAfterWrite(pg::Transaction& tx,
                                                      const std::string& service,
                                                      const std::vector<int>& buckets) {
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<ledger::Place> heads, ledger::ReadHeads(tx));
  tokens::Freshness freshness{.service = service, .positions = {}};
  for (const int bucket : buckets) {
    freshness.positions[bucket] = heads[static_cast<std::size_t>(bucket)].seq;
  }
  return freshness;
}

}  // namespace xuefen::feed
