#include "libs/ledger/append.h"

#include <memory>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/ledger/group.h"

namespace xuefen::ledger {

absl::StatusOr<std::vector<Outcome>> AppendInTransaction(pg::Transaction& transaction,
                                                         absl::Span<const Entry> entries,
                                                         Tail* tail) {
  std::vector<Prepared> prepared;
  prepared.reserve(entries.size());
  std::vector<const Prepared*> members;
  for (const Entry& entry : entries) {
    XUEFEN_RETURN_IF_ERROR(CheckEntry(entry));
    members.push_back(&prepared.emplace_back(entry));
  }
  Group group(std::move(members));
  XUEFEN_RETURN_IF_ERROR(group.Append(transaction));
  if (tail != nullptr) {
    std::vector<std::shared_ptr<const Entry>> kept;
    for (const Entry& entry : entries) kept.push_back(std::make_shared<const Entry>(entry));
    transaction.AfterCommit([tail, runs = group.Appended(kept)] { tail->Add(runs); });
  }
  std::vector<Outcome> outcomes;
  for (const Standing& standing : group.standings()) outcomes.push_back(standing.outcome);
  return outcomes;
}

}  // namespace xuefen::ledger
