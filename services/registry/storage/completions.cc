#include "services/registry/storage/completions.h"

#include <pqxx/pqxx>

#include "libs/pg/columns.h"
#include "xuefen/registry/v1/events.pb.h"

namespace xuefen::registry {
namespace {

// The claims are the index of a provider's entries; no other is kept.
constexpr pg::Statement kList = {"list_completions", R"sql(
  SELECT c.key::text, l.body
  FROM (SELECT key, bucket, seq FROM claim
        WHERE source = $1 AND key > $2::uuid ORDER BY key LIMIT $3) AS c
  JOIN ledger AS l ON l.bucket = c.bucket AND l.seq = c.seq
  ORDER BY c.key)sql"};

constexpr char kBeforeAllKeys[] = "00000000-0000-0000-0000-000000000000";

}  // namespace

std::vector<ListedCompletion> ListCompletions(pg::Transaction& tx, int provider_number,
                                              absl::string_view after, int count_max) {
  const std::string from = after.empty() ? kBeforeAllKeys : std::string(after);
  std::vector<ListedCompletion> listed;
  for (const pqxx::row& row : tx.Exec(kList, provider_number, from, count_max)) {
    v1::CompletionRecorded event;
    if (!event.ParseFromString(pg::ReadBytes(row[1]))) {
      throw pqxx::conversion_error("an entry of the ledger is no CompletionRecorded");
    }
    listed.push_back({.key = row[0].as<std::string>(), .completion = event.completion()});
  }
  return listed;
}

}  // namespace xuefen::registry
