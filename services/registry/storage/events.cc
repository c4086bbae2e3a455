#include "services/registry/storage/events.h"

#include "absl/strings/str_cat.h"
#include "libs/wire/wire.h"
#include "services/registry/api/convert.h"
#include "xuefen/registry/v1/events.pb.h"

namespace xuefen::registry {
namespace {

void SetGate(const Activity& activity, v1::GateEvidence& evidence) {
  evidence.clear_filed_day();
  evidence.clear_approved_day();
  evidence.clear_organised_day();
  evidence.set_authority(activity.authority);
  const google::type::Date day = wire::ToProto(activity.gate_day);
  switch (activity.gate) {
    case Gate::kFiled: *evidence.mutable_filed_day() = day; break;
    case Gate::kApproved: *evidence.mutable_approved_day() = day; break;
    case Gate::kOrganised: *evidence.mutable_organised_day() = day; break;
  }
}

}  // namespace

ledger::Entry PersonEntry(const Id& person, const Administration& administration,
                          const std::string& principal) {
  v1::PersonRegistered event;
  event.set_person(absl::StrCat("people/", person.Hex()));
  *event.mutable_administration() = ToProto(administration);
  event.set_principal(principal);
  return {.bucket = person.Bucket(),
          .source = 0,
          .event_key = "",
          .type = "PersonRegistered",
          .body = event.SerializeAsString(),
          .content_digest = {}};
}

CompletionEntries::CompletionEntries() : event_(std::make_unique<v1::CompletionRecorded>()) {}
CompletionEntries::~CompletionEntries() = default;

// Sets every field, because the event has been used for another completion.
ledger::Entry CompletionEntries::EntryOf(const AcceptedCompletion& accepted) {
  const roster::Completion& said = accepted.completion;
  v1::Completion& completion = *event_->mutable_completion();
  wire::SetName("completions/", accepted.id, *completion.mutable_name());
  wire::SetName("people/", accepted.person, *completion.mutable_person());
  completion.mutable_activity()->clear();
  absl::StrAppend(completion.mutable_activity(), "providers/", accepted.provider.uscc,
                  "/activities/", accepted.activity.code);
  completion.set_external_id(said.external_id);
  completion.set_subject(static_cast<common::v1::Subject>(accepted.activity.subject));
  completion.set_kind(common::v1::KIND_TRAINING);
  completion.set_form(static_cast<common::v1::Form>(accepted.activity.form));
  *completion.mutable_first_day() = wire::ToProto(*said.first_day);
  *completion.mutable_last_day() = wire::ToProto(*said.last_day);
  completion.set_reported_centihours(said.hours->centi());
  completion.set_assessment(common::v1::ASSESSMENT_PASSED);
  *completion.mutable_create_time() = wire::ToProto(accepted.created_at);
  SetGate(accepted.activity, *event_->mutable_gate());
  event_->set_principal(accepted.principal);
  return {.bucket = accepted.person.Bucket(),
          .source = accepted.provider.number,
          .event_key = said.external_id,
          .type = "CompletionRecorded",
          .body = event_->SerializeAsString(),
          .content_digest = accepted.content_digest};
}

Id CompletionId(absl::string_view uscc, absl::string_view external_id) {
  return Id::Derived(CanonicalWriter().Text("completion").Text(uscc).Text(external_id).bytes());
}

}  // namespace xuefen::registry
