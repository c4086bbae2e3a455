#include "services/statistics/storage/events.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/wire/wire.h"
#include "xuefen/credit/v1/events.pb.h"
#include "xuefen/registry/v1/events.pb.h"

namespace xuefen::statistics {
namespace {

absl::Status Unreadable(absl::string_view what) {
  return Refusal(Reason::INTERNAL, absl::StrCat("event: ", what));
}

template <typename Event>
absl::StatusOr<Event> Parse(const ledger::StoredEntry& entry) {
  Event event;
  if (!event.ParseFromString(entry.body)) {
    return Unreadable(absl::StrCat(entry.type, ": want a message of this type"));
  }
  return event;
}

absl::StatusOr<Id> ReadPerson(const std::string& name) {
  absl::string_view hex = name;
  const std::optional<Id> id =
      absl::ConsumePrefix(&hex, "people/") ? Id::FromHex(hex) : std::nullopt;
  if (!id.has_value()) return Unreadable("person: want people/{person}");
  return *id;
}

absl::StatusOr<Day> ReadDay(const google::type::Date& date) {
  const std::optional<Day> day = wire::FromProto(date);
  if (!day.has_value()) return Unreadable("day: want an existing day");
  return *day;
}

// Year 0 stands for the population.
absl::StatusOr<int> ReadYear(int year) {
  if (year < 1 || year > 9999) return Unreadable("year: want 1 to 9999");
  return year;
}

absl::StatusOr<KindAndSubject> ReadCell(int kind, int subject) {
  if (kind < 1 || kind > kKindAndSubjectMax || subject < 1 || subject > kKindAndSubjectMax) {
    return Unreadable("kind, subject: want 1 to 9");
  }
  return KindAndSubject{.kind = kind, .subject = subject};
}

absl::StatusOr<PersonChange> FromProto(const registry::v1::PersonRegistered& event) {
  XUEFEN_ASSIGN_OR_RETURN(const Id person, ReadPerson(event.person()));
  XUEFEN_ASSIGN_OR_RETURN(const Day first_day, ReadDay(event.administration().first_day()));
  return PersonChange{.person = person,
                      .change = Administration{.first_day = first_day,
                                               .division = event.administration().division()}};
}

absl::StatusOr<PersonChange> FromProto(const credit::v1::DeterminationMade& event) {
  XUEFEN_ASSIGN_OR_RETURN(const Id person, ReadPerson(event.person()));
  XUEFEN_ASSIGN_OR_RETURN(const int year, ReadYear(event.year()));
  Determined determined{.year = year,
                        .met = event.verdict() == credit::v1::VERDICT_MET ||
                               event.verdict() == credit::v1::VERDICT_WAIVED,
                        .hours = {}};
  for (const credit::v1::TotalsCell& cell : event.totals().cells()) {
    XUEFEN_ASSIGN_OR_RETURN(const KindAndSubject where, ReadCell(cell.kind(), cell.subject()));
    HoursPair& hours = determined.hours[where];
    hours.reported += Hours::FromCenti(cell.hours().reported_centihours());
    hours.credited += Hours::FromCenti(cell.hours().credited_centihours());
  }
  return PersonChange{.person = person, .change = std::move(determined)};
}

// Passed over, it would be missing from figures that say they are exact.
absl::Status UnknownType(const ledger::StoredEntry& entry) {
  return Unreadable(absl::StrCat("type ", entry.type, ": want one of this release"));
}

template <typename Event>
absl::Status Read(const ledger::StoredEntry& entry, std::vector<PersonChange>& changes) {
  XUEFEN_ASSIGN_OR_RETURN(const Event event, Parse<Event>(entry));
  XUEFEN_ASSIGN_OR_RETURN(PersonChange change, FromProto(event));
  changes.push_back(std::move(change));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<PersonChange>> ReadRegistryEvents(
    const std::vector<ledger::StoredEntry>& entries) {
  std::vector<PersonChange> changes;
  for (const ledger::StoredEntry& entry : entries) {
    if (entry.type == "PersonRegistered") {
      XUEFEN_RETURN_IF_ERROR(Read<registry::v1::PersonRegistered>(entry, changes));
    } else if (entry.type != "CompletionRecorded") {
      return UnknownType(entry);
    }
  }
  return changes;
}

absl::StatusOr<std::vector<PersonChange>> ReadCreditEvents(
    const std::vector<ledger::StoredEntry>& entries) {
  std::vector<PersonChange> changes;
  for (const ledger::StoredEntry& entry : entries) {
    if (entry.type != "DeterminationMade") return UnknownType(entry);
    XUEFEN_RETURN_IF_ERROR(Read<credit::v1::DeterminationMade>(entry, changes));
  }
  return changes;
}

}  // namespace xuefen::statistics
