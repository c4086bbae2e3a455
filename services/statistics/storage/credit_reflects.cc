#include "services/statistics/storage/credit_reflects.h"

#include <algorithm>
#include <pqxx/pqxx>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/statistics/storage/multi_row.h"

namespace xuefen::statistics {
namespace {

constexpr char kNote[] = "INSERT INTO credit_reflects (source, source_bucket, seq)";
constexpr char kForwardsOnly[] =
    "ON CONFLICT (source, source_bucket) DO UPDATE SET seq = EXCLUDED.seq"
    " WHERE credit_reflects.seq < EXCLUDED.seq";

constexpr pg::Statement kRead = {"read_credit_reflects", R"sql(
  SELECT source, source_bucket, seq FROM credit_reflects)sql"};

}  // namespace

void NoteCreditReflects(pg::Transaction& tx,
                        const std::vector<common::v1::SourcePosition>& reflects) {
  // In order of the keys, so that two processes never wait for each other in a circle.
  std::map<std::pair<std::string, int>, std::int64_t> noted;
  for (const common::v1::SourcePosition& position : reflects) {
    std::int64_t& seq = noted[{position.source(), position.bucket()}];
    seq = std::max(seq, position.seq());
  }
  MultiRow rows(tx, kNote, 3, kForwardsOnly);
  for (const auto& [key, seq] : noted) {
    rows.Add({key.first, absl::StrCat(key.second), absl::StrCat(seq)});
  }
  rows.Finish();
}

std::map<std::string, feed::Positions> ReadCreditReflects(pg::Transaction& tx) {
  std::map<std::string, feed::Positions> reflects;
  for (const pqxx::row& row : tx.Exec(kRead)) {
    reflects[row[0].as<std::string>()][row[1].as<int>()] = row[2].as<std::int64_t>();
  }
  return reflects;
}

}  // namespace xuefen::statistics
