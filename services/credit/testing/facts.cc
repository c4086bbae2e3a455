#include "services/credit/testing/facts.h"

#include <cstdlib>
#include <iostream>
#include <optional>

#include "absl/strings/str_cat.h"
#include "libs/wire/wire.h"
#include "xuefen/accreditation/v1/events.pb.h"
#include "xuefen/registry/v1/events.pb.h"

namespace xuefen::credit::testing {
namespace {

rules::RuleBook Load(const std::string& path) {
  absl::StatusOr<rules::RuleBook> book = rules::LoadPaths({XUEFEN_SOURCE_DIR "/deploy/" + path});
  if (book.ok()) return *std::move(book);
  std::cerr << book.status() << '\n';
  std::abort();
}

// Feeds name no claims that followers look at.
ledger::Entry EntryOf(int bucket, const google::protobuf::Message& event) {
  ledger::Entry entry;
  entry.bucket = bucket;
  entry.type = event.GetDescriptor()->name();
  entry.body = event.SerializeAsString();
  return entry;
}

std::string NameOf(const ActivityKey& activity) {
  return absl::StrCat("providers/", activity.provider, "/activities/", activity.code);
}

}  // namespace

const rules::RuleBook& LawInForce() {
  static const rules::RuleBook book = Load("rules");
  return book;
}

const rules::RuleBook& NationalLaw() {
  static const rules::RuleBook book = Load("rules/order-25.txtpb");
  return book;
}

PersonFacts PersonCalled(absl::string_view name) {
  return {.person = Id::Derived(name),
          .administrations = {{.first_day = Day(2016, 4, 1), .division = "370100"}},
          .records = {}};
}

LearningRecord Training(absl::string_view name, Subject subject, Day first_day, Day last_day,
                        int hours) {
  return {.id = Id::Derived(name),
          .kind = Kind::kTraining,
          .subject = subject,
          .first_day = first_day,
          .last_day = last_day,
          .reported = Hours::FromCenti(100 * hours),
          .activity = {.provider = "91370100MA3QUXT040", .code = std::string(name)},
          .organised_on = {},
          .approved_on = {},
          .filed_on = first_day};
}

ledger::Entry PersonRegistered(const Id& person, const Administration& administration) {
  registry::v1::PersonRegistered event;
  event.set_person(absl::StrCat("people/", person.Hex()));
  event.mutable_administration()->set_division(administration.division);
  *event.mutable_administration()->mutable_first_day() = wire::ToProto(administration.first_day);
  return EntryOf(person.Bucket(), event);
}

ledger::Entry CompletionRecorded(const Id& person, const LearningRecord& record) {
  registry::v1::CompletionRecorded event;
  registry::v1::Completion& completion = *event.mutable_completion();
  completion.set_name(absl::StrCat("completions/", record.id.Hex()));
  completion.set_person(absl::StrCat("people/", person.Hex()));
  completion.set_activity(NameOf(record.activity));
  completion.set_kind(static_cast<common::v1::Kind>(record.kind));
  completion.set_subject(static_cast<common::v1::Subject>(record.subject));
  *completion.mutable_first_day() = wire::ToProto(record.first_day);
  *completion.mutable_last_day() = wire::ToProto(record.last_day);
  completion.set_reported_centihours(record.reported.centi());
  if (record.filed_on.has_value()) {
    *event.mutable_gate()->mutable_filed_day() = wire::ToProto(*record.filed_on);
  }
  return EntryOf(person.Bucket(), event);
}

ledger::Entry ProviderRecorded(const std::string& uscc, const std::string& display_name) {
  accreditation::v1::ProviderRecorded event;
  event.mutable_provider()->set_name(absl::StrCat("providers/", uscc));
  event.mutable_provider()->set_display_name(display_name);
  return EntryOf(0, event);
}

ledger::Entry ActivityRecorded(const ActivityKey& activity, const std::string& display_name) {
  accreditation::v1::ActivityRecorded event;
  event.mutable_activity()->set_name(NameOf(activity));
  event.mutable_activity()->set_display_name(display_name);
  return EntryOf(0, event);
}

}  // namespace xuefen::credit::testing
