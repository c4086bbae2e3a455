#include "services/statistics/app/summarise.h"

#include <map>

#include "absl/strings/match.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/divisions/divisions.h"
#include "libs/feed/positions.h"
#include "libs/pg/transact.h"
#include "libs/rpc/access.h"
#include "services/statistics/app/arrived.h"
#include "services/statistics/app/services.h"
#include "services/statistics/storage/rollups.h"

namespace xuefen::statistics {
namespace {

// The codes among which all divisions within `division` are found: a division's code begins with
// the pairs of digits of whatever it lies within.
CodeRange CodesOf(const std::string& division) {
  std::string prefix = division;
  while (absl::EndsWith(prefix, "00")) prefix.resize(prefix.size() - 2);
  const std::size_t rest = division.size() - prefix.size();
  return {.first = prefix + std::string(rest, '0'), .last = prefix + std::string(rest, '9')};
}

std::vector<std::pair<std::string, std::int64_t>> ReadFeeds(pg::Transaction& tx) {
  std::map<std::string, std::int64_t> entries = {{kAccreditation, 0}, {kCredit, 0}, {kRegistry, 0}};
  for (const auto& [service, positions] : feed::ReadReached(tx)) {
    for (const auto& [bucket, seq] : positions) entries[service] += seq;
  }
  return {entries.begin(), entries.end()};
}

absl::StatusOr<Summary> ReadSummary(pg::Transaction& tx, const SummaryQuestion& question) {
  Summary summary;
  bool known = divisions::Shandong().EverExisted(question.division);
  for (const DivisionSum& sum :
       SumRollups(tx, question.year, question.as_of, CodesOf(question.division))) {
    if (!LiesWithin(sum.division, question.division, question.as_of)) continue;
    known = true;
    XUEFEN_RETURN_IF_ERROR(Add(sum.measure, sum.value, summary));
  }
  if (!known) return Refusal(Reason::NOT_FOUND, "division: no such division");
  return summary;
}

}  // namespace

bool LiesWithin(absl::string_view inner, absl::string_view outer, Day day) {
  const divisions::Table& table = divisions::Shandong();
  if (table.Find(inner, day) != nullptr && table.Find(outer, day) != nullptr) {
    return table.IsWithin(inner, outer, day);
  }
  return rpc::DivisionCovers(outer, inner);
}

absl::StatusOr<SummaryAnswer> Summarise(pg::Pool& pool, absl::Time deadline,
                                        const SummaryQuestion& question) {
  SummaryAnswer answer;
  const auto body = [&](pg::Transaction& tx) -> absl::Status {
    // Positions first, though all is of one moment: across the nodes of a distributed database it
    // is not, and figures may be ahead of their token, never behind.
    answer.freshness = {.service = kRegistry, .positions = ReadArrived(tx)[kRegistry]};
    answer.feeds = ReadFeeds(tx);
    XUEFEN_ASSIGN_OR_RETURN(answer.summary, ReadSummary(tx, question));
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::TransactReadOnly(pool, deadline, body));
  return answer;
}

}  // namespace xuefen::statistics
