#include "services/credit/app/read_account.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/feed/positions.h"
#include "libs/pg/transact.h"
#include "services/credit/api/convert.h"
#include "services/credit/app/services.h"
#include "services/credit/domain/determine.h"
#include "services/credit/storage/determinations.h"
#include "services/credit/storage/facts.h"
#include "services/credit/storage/names.h"

namespace xuefen::credit {
namespace {

absl::Status NoSuchPerson() { return Refusal(Reason::NOT_FOUND, "name: no such person"); }

// Read before the data, so that the data are at least as fresh.
tokens::Freshness ReadFreshness(pg::Transaction& tx) {
  return {.service = kRegistry, .positions = feed::ReadReached(tx)[kRegistry]};
}

absl::StatusOr<v1::Determination> ParseBody(const std::string& body) {
  v1::Determination determination;
  if (!determination.ParseFromString(body)) {
    return Refusal(Reason::INTERNAL, "determination: its body is unreadable");
  }
  return determination;
}

absl::StatusOr<v1::Determination> Compute(pg::Transaction& tx, const rules::RuleBook& book,
                                          const Id& person, int year, Day as_of) {
  const auto reach = [&](const PersonFacts& known) { return ReachOf(book, known, year, as_of); };
  XUEFEN_ASSIGN_OR_RETURN(const auto known, LoadFacts(tx, {person}, reach));
  const PersonFacts& facts = known.at(person);
  return ToProto(Determine(book, facts, year, as_of), facts, year, as_of);
}

absl::StatusOr<v1::Determination> FindOrCompute(pg::Transaction& tx, const rules::RuleBook& book,
                                                const DeterminationQuestion& question) {
  const Day as_of = AsOfDay(question.year, question.as_of, question.today);
  if (!question.as_of.has_value() && as_of == LastDayOf(question.year)) {
    const auto stored = FindDetermination(tx, question.person, question.year);
    if (stored.has_value()) return ParseBody(*stored);
  }
  return Compute(tx, book, question.person, question.year, as_of);
}

void AddYear(int year, const v1::Determination& determination, v1::Account& account) {
  v1::AccountYear* proto = account.add_years();
  proto->set_year(year);
  *proto->mutable_totals() = determination.totals();
  *proto->mutable_requirements() = determination.requirements();
  proto->set_verdict(determination.verdict());
}

// Every year with a determination, which is every year with a record.
absl::Status AddYears(pg::Transaction& tx, const rules::RuleBook& book, const Id& person, Day today,
                      v1::Account& account) {
  Totals totals;
  for (const auto& [year, body] : ListDeterminations(tx, person)) {
    XUEFEN_ASSIGN_OR_RETURN(v1::Determination determination, ParseBody(body));
    const Day as_of = AsOfDay(year, {}, today);
    if (as_of < LastDayOf(year)) {
      XUEFEN_ASSIGN_OR_RETURN(determination, Compute(tx, book, person, year, as_of));
    }
    AddYear(year, determination, account);
    Add(FromProto(determination.totals()), totals);
  }
  *account.mutable_totals() = ToProto(totals);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DeterminationAnswer> ReadDetermination(pg::Pool& pool, absl::Time deadline,
                                                      const rules::RuleBook& book,
                                                      const DeterminationQuestion& question,
                                                      const MaySee& may_see) {
  DeterminationAnswer answer;
  XUEFEN_RETURN_IF_ERROR(
      pg::TransactReadOnly(pool, deadline, [&](pg::Transaction& tx) -> absl::Status {
        answer.freshness = ReadFreshness(tx);
        XUEFEN_ASSIGN_OR_RETURN(const std::vector<Administration> administrations,
                                LoadAdministrations(tx, question.person));
        const auto division = DivisionOn(administrations, LastDayOf(question.year));
        if (administrations.empty() || !may_see(division.value_or(""))) return NoSuchPerson();
        answer.division = division.value_or("");
        XUEFEN_ASSIGN_OR_RETURN(answer.determination, FindOrCompute(tx, book, question));
        FillNames(LoadNames(tx, ActivitiesOf(answer.determination)), answer.determination);
        return absl::OkStatus();
      }));
  return answer;
}

absl::StatusOr<AccountAnswer> ReadAccount(pg::Pool& pool, absl::Time deadline,
                                          const rules::RuleBook& book, const Id& person, Day today,
                                          const MaySee& may_see) {
  AccountAnswer answer;
  XUEFEN_RETURN_IF_ERROR(
      pg::TransactReadOnly(pool, deadline, [&](pg::Transaction& tx) -> absl::Status {
        answer.freshness = ReadFreshness(tx);
        XUEFEN_ASSIGN_OR_RETURN(const std::vector<Administration> administrations,
                                LoadAdministrations(tx, person));
        if (administrations.empty() || !may_see(administrations.back().division)) {
          return NoSuchPerson();
        }
        answer.account.Clear();
        answer.account.set_name(absl::StrCat("people/", person.Hex(), "/account"));
        answer.account.set_division(administrations.back().division);
        return AddYears(tx, book, person, today, answer.account);
      }));
  return answer;
}

}  // namespace xuefen::credit
