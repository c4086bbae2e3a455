#include "services/credit/storage/events.h"

#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/wire/wire.h"
#include "xuefen/accreditation/v1/events.pb.h"
#include "xuefen/credit/v1/events.pb.h"
#include "xuefen/registry/v1/events.pb.h"

namespace xuefen::credit {
namespace {

using accreditation::v1::ActivityRecorded;
using accreditation::v1::ProviderRecorded;
using registry::v1::CompletionRecorded;
using registry::v1::PersonRegistered;

absl::Status NotUnderstood(absl::string_view field, absl::string_view wanted) {
  return Refusal(Reason::INTERNAL, absl::StrCat("event: ", field, ", want ", wanted));
}

template <typename Event>
absl::StatusOr<Event> Parse(const ledger::StoredEntry& entry) {
  Event event;
  if (!event.ParseFromString(entry.body)) return NotUnderstood("body", entry.type);
  return event;
}

absl::StatusOr<Id> ReadId(absl::string_view name, absl::string_view collection) {
  absl::string_view hex = name;
  const std::optional<Id> id =
      absl::ConsumePrefix(&hex, collection) ? Id::FromHex(hex) : std::nullopt;
  if (!id.has_value()) return NotUnderstood("name", absl::StrCat(collection, "{id}"));
  return *id;
}

absl::StatusOr<Day> ReadDay(const google::type::Date& date) {
  const std::optional<Day> day = wire::FromProto(date);
  if (!day.has_value()) return NotUnderstood("day", "an existing one");
  return *day;
}

absl::StatusOr<std::optional<Day>> ReadOptionalDay(bool has, const google::type::Date& date) {
  if (!has) return std::optional<Day>();
  return ReadDay(date);
}

absl::StatusOr<std::string> ReadProvider(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "providers/")) return NotUnderstood("name", "providers/{code}");
  return std::string(name);
}

absl::StatusOr<ActivityKey> ReadActivity(absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "providers" || parts[2] != "activities") {
    return NotUnderstood("activity", "providers/{code}/activities/{code}");
  }
  return ActivityKey{.provider = parts[1], .code = parts[3]};
}

absl::StatusOr<Kind> ReadKind(common::v1::Kind kind) {
  if (kind < common::v1::KIND_TRAINING || kind > common::v1::KIND_ACHIEVEMENT) {
    return NotUnderstood("kind", "one of this release");
  }
  return static_cast<Kind>(kind);
}

absl::StatusOr<Subject> ReadSubject(common::v1::Subject subject) {
  if (subject < common::v1::SUBJECT_GENERAL || subject > common::v1::SUBJECT_PROFESSIONAL) {
    return NotUnderstood("subject", "one of this release");
  }
  return static_cast<Subject>(subject);
}

absl::StatusOr<PersonFacts> FactsOf(const PersonRegistered& event) {
  XUEFEN_ASSIGN_OR_RETURN(const Id person, ReadId(event.person(), "people/"));
  XUEFEN_ASSIGN_OR_RETURN(const Day first_day, ReadDay(event.administration().first_day()));
  return PersonFacts{
      .person = person,
      .administrations = {{.first_day = first_day, .division = event.administration().division()}},
      .records = {}};
}

absl::StatusOr<PersonFacts> FactsOf(const CompletionRecorded& event) {
  const registry::v1::Completion& said = event.completion();
  const registry::v1::GateEvidence& gate = event.gate();
  LearningRecord record;
  record.reported = Hours::FromCenti(said.reported_centihours());
  XUEFEN_ASSIGN_OR_RETURN(const Id person, ReadId(said.person(), "people/"));
  XUEFEN_ASSIGN_OR_RETURN(record.id, ReadId(said.name(), "completions/"));
  XUEFEN_ASSIGN_OR_RETURN(record.kind, ReadKind(said.kind()));
  XUEFEN_ASSIGN_OR_RETURN(record.subject, ReadSubject(said.subject()));
  XUEFEN_ASSIGN_OR_RETURN(record.first_day, ReadDay(said.first_day()));
  XUEFEN_ASSIGN_OR_RETURN(record.last_day, ReadDay(said.last_day()));
  // Without a day of its own a record would be kept with no year, and nobody would miss it.
  if (record.last_day < record.first_day) return NotUnderstood("last_day", "not before first_day");
  if (record.reported <= Hours()) return NotUnderstood("reported_centihours", "more than 0");
  XUEFEN_ASSIGN_OR_RETURN(record.activity, ReadActivity(said.activity()));
  XUEFEN_ASSIGN_OR_RETURN(record.organised_on,
                          ReadOptionalDay(gate.has_organised_day(), gate.organised_day()));
  XUEFEN_ASSIGN_OR_RETURN(record.approved_on,
                          ReadOptionalDay(gate.has_approved_day(), gate.approved_day()));
  XUEFEN_ASSIGN_OR_RETURN(record.filed_on, ReadOptionalDay(gate.has_filed_day(), gate.filed_day()));
  return PersonFacts{.person = person, .administrations = {}, .records = {std::move(record)}};
}

template <typename Event>
absl::StatusOr<PersonFacts> ReadFacts(const ledger::StoredEntry& entry) {
  XUEFEN_ASSIGN_OR_RETURN(const Event event, Parse<Event>(entry));
  return FactsOf(event);
}

absl::StatusOr<PersonFacts> ReadFactsOfAnyType(const ledger::StoredEntry& entry) {
  if (entry.type == "PersonRegistered") return ReadFacts<PersonRegistered>(entry);
  if (entry.type == "CompletionRecorded") return ReadFacts<CompletionRecorded>(entry);
  return NotUnderstood("type", "one of this release");
}

template <typename T>
void Move(std::vector<T>& from, std::vector<T>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

absl::Status AddProviderName(const ledger::StoredEntry& entry, Names& names) {
  XUEFEN_ASSIGN_OR_RETURN(const auto event, Parse<ProviderRecorded>(entry));
  XUEFEN_ASSIGN_OR_RETURN(const std::string uscc, ReadProvider(event.provider().name()));
  names.providers[uscc] = event.provider().display_name();
  return absl::OkStatus();
}

absl::Status AddActivityName(const ledger::StoredEntry& entry, Names& names) {
  XUEFEN_ASSIGN_OR_RETURN(const auto event, Parse<ActivityRecorded>(entry));
  XUEFEN_ASSIGN_OR_RETURN(const ActivityKey activity, ReadActivity(event.activity().name()));
  names.activities[activity] = event.activity().display_name();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<PersonFacts>> ReadRegistryEvents(
    const std::vector<ledger::StoredEntry>& entries) {
  std::map<Id, PersonFacts> by_person;
  for (const ledger::StoredEntry& entry : entries) {
    XUEFEN_ASSIGN_OR_RETURN(PersonFacts more, ReadFactsOfAnyType(entry));
    PersonFacts& facts = by_person[more.person];
    facts.person = more.person;
    Move(more.administrations, facts.administrations);
    Move(more.records, facts.records);
  }
  std::vector<PersonFacts> news;
  for (auto& [person, facts] : by_person) news.push_back(std::move(facts));
  return news;
}

absl::StatusOr<Names> ReadAccreditationEvents(const std::vector<ledger::StoredEntry>& entries) {
  Names names;
  for (const ledger::StoredEntry& entry : entries) {
    if (entry.type == "ProviderRecorded") {
      XUEFEN_RETURN_IF_ERROR(AddProviderName(entry, names));
    } else if (entry.type == "ActivityRecorded") {
      XUEFEN_RETURN_IF_ERROR(AddActivityName(entry, names));
    } else if (entry.type != "AuthorityRecorded") {
      return NotUnderstood("type", "one of this release");
    }
  }
  return names;
}

ledger::Entry DeterminationEntry(const Id& person, const v1::AccountYear& summary,
                                 const Sha256Digest& receipt) {
  v1::DeterminationMade event;
  event.set_person(absl::StrCat("people/", person.Hex()));
  event.set_year(summary.year());
  *event.mutable_totals() = summary.totals();
  event.set_verdict(summary.verdict());
  event.set_receipt_sha256(ToHex(AsView(receipt)));
  return {.bucket = person.Bucket(),
          .source = 0,
          .event_key = "",
          .type = v1::DeterminationMade::descriptor()->name(),
          .body = event.SerializeAsString(),
          .content_digest = {}};
}

}  // namespace xuefen::credit
