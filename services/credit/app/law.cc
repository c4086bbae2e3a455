#include "services/credit/app/law.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/bytes.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/transact.h"
#include "services/credit/domain/determine.h"
#include "services/credit/storage/laws.h"

namespace xuefen::credit {
namespace {

// Equal exactly when no answer can differ: of the rule sets and the engine's meaning.
Sha256Digest DigestOf(const rules::RuleBook& book) {
  CanonicalWriter writer;
  writer.Int(rules::kSemanticsVersion);
  for (const rules::RuleSetSummary& set : book.RuleSets()) {
    writer.Text(set.reference.id).Text(set.reference.version);
    writer.Text(AsView(set.reference.content_hash));
  }
  return Sha256(writer.bytes());
}

}  // namespace

absl::StatusOr<rules::RuleBook> LoadRules(const std::string& directory) {
  XUEFEN_ASSIGN_OR_RETURN(rules::RuleBook book, rules::LoadDirectory(directory));
  const std::vector<std::string> beyond = rules::BeyondCalendarYears(book, kPurpose);
  if (!beyond.empty()) return absl::FailedPreconditionError(absl::StrJoin(beyond, "\n"));
  return book;
}

absl::StatusOr<Law> PutIntoService(pg::Pool& pool, absl::Time deadline, rules::RuleBook book) {
  const Sha256Digest digest = DigestOf(book);
  int number = 0;
  XUEFEN_RETURN_IF_ERROR(pg::TransactIdempotent(pool, deadline, [&](pg::Transaction& tx) {
    LawRow last = FindLawInService(tx).value_or(LawRow());
    if (last.digest != digest) {
      // Only now, since those who determine are waited for.
      LockLaws(tx);
      last = FindLawInService(tx).value_or(LawRow());
    }
    if (last.digest != digest) {
      last = {.number = last.number + 1, .digest = digest};
      InsertLaw(tx, last);
    }
    number = last.number;
    return absl::OkStatus();
  }));
  return Law{.book = std::move(book), .number = number};
}

absl::Status WantInService(pg::Transaction& tx, const Law& law) {
  HoldLaws(tx);
  const std::optional<LawRow> last = FindLawInService(tx);
  if (last.has_value() && last->number == law.number) return absl::OkStatus();
  return Refusal(Reason::STATE_CONFLICT,
                 absl::StrCat("rules: those of this process are number ", law.number,
                              ", want those put into service last; start it with these"));
}

}  // namespace xuefen::credit
