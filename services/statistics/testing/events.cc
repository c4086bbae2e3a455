#include "services/statistics/testing/events.h"

#include "absl/strings/str_cat.h"
#include "libs/wire/wire.h"
#include "xuefen/credit/v1/events.pb.h"
#include "xuefen/registry/v1/events.pb.h"

namespace xuefen::statistics::testing {
namespace {

std::string NameOf(const Id& person) { return absl::StrCat("people/", person.Hex()); }

ledger::Entry EntryOf(const Id& person, const google::protobuf::Message& event) {
  ledger::Entry entry;
  entry.bucket = person.Bucket();
  entry.type = event.GetDescriptor()->name();
  entry.body = event.SerializeAsString();
  return entry;
}

}  // namespace

ledger::Entry PersonRegistered(const Id& person, const std::string& division, Day first_day) {
  registry::v1::PersonRegistered event;
  event.set_person(NameOf(person));
  event.mutable_administration()->set_division(division);
  *event.mutable_administration()->mutable_first_day() = wire::ToProto(first_day);
  return EntryOf(person, event);
}

ledger::Entry CompletionRecorded(const Id& person) {
  registry::v1::CompletionRecorded event;
  event.mutable_completion()->set_person(NameOf(person));
  return EntryOf(person, event);
}

ledger::Entry DeterminationMade(const Id& person, int year, credit::v1::Verdict verdict,
                                const std::map<KindAndSubject, HoursPair>& hours) {
  credit::v1::DeterminationMade event;
  event.set_person(NameOf(person));
  event.set_year(year);
  event.set_verdict(verdict);
  for (const auto& [where, of_cell] : hours) {
    credit::v1::TotalsCell* cell = event.mutable_totals()->add_cells();
    cell->set_kind(static_cast<common::v1::Kind>(where.kind));
    cell->set_subject(static_cast<common::v1::Subject>(where.subject));
    cell->mutable_hours()->set_reported_centihours(of_cell.reported.centi());
    cell->mutable_hours()->set_credited_centihours(of_cell.credited.centi());
  }
  return EntryOf(person, event);
}

}  // namespace xuefen::statistics::testing
