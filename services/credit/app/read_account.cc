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

struct Made {
  PersonFacts facts;
  rules::Determination determination;
};

absl::StatusOr<Made> Make(pg::Transaction& tx, Determiner& determiner, PersonFacts administered,
                          int year, Day as_of) {
  Made made{.facts = std::move(administered), .determination = {}};
  const rules::DayRange reach = determiner.ReachOf(made.facts, year, as_of);
  XUEFEN_ASSIGN_OR_RETURN(made.facts.records, LoadRecords(tx, made.facts.person, reach));
  made.determination = determiner.Determine(made.facts, year, as_of);
  return made;
}

// As it was kept; made on the spot while the year runs, and where another law made it.
absl::StatusOr<v1::AccountYear> FindOrMake(pg::Transaction& tx, const Law& law,
                                           Determiner& determiner, const PersonFacts& administered,
                                           const KeptYear& kept, Day today) {
  const Day as_of = AsOfDay(kept.year, {}, today);
  if (as_of < LastDayOf(kept.year) || kept.law != law.number) {
    XUEFEN_ASSIGN_OR_RETURN(const Made made, Make(tx, determiner, administered, kept.year, as_of));
    return YearToProto(made.determination, made.facts, kept.year);
  }
  v1::AccountYear year;
  if (!year.ParseFromString(kept.summary)) {
    return Refusal(Reason::INTERNAL, "determination: its summary is unreadable");
  }
  return year;
}

// Every year with a determination, which is every year with a record.
absl::Status AddYears(pg::Transaction& tx, const Law& law, const PersonFacts& administered,
                      Day today, v1::Account& account) {
  Totals totals;
  Determiner determiner(law.book);
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<KeptYear> years,
                          ListDeterminations(tx, administered.person));
  for (const KeptYear& kept : years) {
    XUEFEN_ASSIGN_OR_RETURN(v1::AccountYear year,
                            FindOrMake(tx, law, determiner, administered, kept, today));
    Add(FromProto(year.totals()), totals);
    account.add_years()->Swap(&year);
  }
  *account.mutable_totals() = ToProto(totals);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DeterminationAnswer> ReadDetermination(pg::Pool& pool, absl::Time deadline,
                                                      const Law& law,
                                                      const DeterminationQuestion& question,
                                                      const MaySee& may_see) {
  DeterminationAnswer answer;
  XUEFEN_RETURN_IF_ERROR(
      pg::TransactReadOnly(pool, deadline, [&](pg::Transaction& tx) -> absl::Status {
        // Before the data, so that these are at least as fresh.
        XUEFEN_ASSIGN_OR_RETURN(answer.freshness,
                                feed::ReadFreshness(tx, kRegistry, question.person.Bucket()));
        XUEFEN_ASSIGN_OR_RETURN(PersonFacts facts, LoadAdministered(tx, question.person));
        const auto division = DivisionOn(facts.administrations, LastDayOf(question.year));
        if (facts.administrations.empty() || !may_see(division.value_or(""))) return NoSuchPerson();
        answer.division = division.value_or("");
        const Day as_of = AsOfDay(question.year, question.as_of, question.today);
        Determiner determiner(law.book);
        XUEFEN_ASSIGN_OR_RETURN(const Made made,
                                Make(tx, determiner, std::move(facts), question.year, as_of));
        answer.determination = ToProto(made.determination, made.facts, question.year, as_of);
        XUEFEN_ASSIGN_OR_RETURN(const Names names,
                                LoadNames(tx, ActivitiesOf(answer.determination)));
        FillNames(names, answer.determination);
        return absl::OkStatus();
      }));
  return answer;
}

absl::StatusOr<AccountAnswer> ReadAccount(pg::Pool& pool, absl::Time deadline, const Law& law,
                                          const Id& person, Day today, const MaySee& may_see) {
  AccountAnswer answer;
  XUEFEN_RETURN_IF_ERROR(
      pg::TransactReadOnly(pool, deadline, [&](pg::Transaction& tx) -> absl::Status {
        // Before the data, so that these are at least as fresh.
        XUEFEN_ASSIGN_OR_RETURN(answer.freshness,
                                feed::ReadFreshness(tx, kRegistry, person.Bucket()));
        XUEFEN_ASSIGN_OR_RETURN(const PersonFacts facts, LoadAdministered(tx, person));
        if (facts.administrations.empty() || !may_see(facts.administrations.back().division)) {
          return NoSuchPerson();
        }
        answer.account.Clear();
        answer.account.set_name(absl::StrCat("people/", person.Hex(), "/account"));
        answer.account.set_division(facts.administrations.back().division);
        return AddYears(tx, law, facts, today, answer.account);
      }));
  return answer;
}

}  // namespace xuefen::credit
