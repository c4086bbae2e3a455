#include "services/registry/api/convert.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace xuefen::registry {
namespace {

namespace av1 = accreditation::v1;

roster::Kind KindFromProto(common::v1::Kind kind) {
  switch (kind) {
    case common::v1::KIND_SELF_STUDY: return roster::Kind::kSelfStudy;
    case common::v1::KIND_ACHIEVEMENT: return roster::Kind::kAchievement;
    default: return roster::Kind::kTraining;
  }
}

roster::Assessment AssessmentFromProto(common::v1::Assessment assessment) {
  switch (assessment) {
    case common::v1::ASSESSMENT_PASSED: return roster::Assessment::kPassed;
    case common::v1::ASSESSMENT_NOT_PASSED: return roster::Assessment::kNotPassed;
    default: return roster::Assessment::kNotStated;
  }
}

// The last part of a resource name.
std::string IdOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.back();
}

// Events are written by the accreditation service, which checks its days.
Day DayOf(const google::type::Date& date) { return wire::FromProto(date).value_or(Day()); }

}  // namespace

v1::Administration ToProto(const Administration& administration) {
  v1::Administration proto;
  proto.set_division(administration.division);
  *proto.mutable_first_day() = wire::ToProto(administration.first_day);
  return proto;
}

v1::Person ToProto(const Person& person) {
  v1::Person proto;
  proto.set_name(absl::StrCat("people/", person.id.Hex()));
  proto.set_display_name(person.name);
  for (const Administration& administration : person.administrations) {
    *proto.add_administrations() = ToProto(administration);
  }
  return proto;
}

void Fill(CompletionAnswer answer, bool dry_run, v1::CompletionResult& result) {
  result.set_external_id(std::move(answer.external_id));
  result.set_outcome(static_cast<v1::CompletionOutcome>(answer.outcome));
  for (const Reason reason : answer.reasons) result.add_reasons(wire::ToProto(reason));
  result.set_detail(std::move(answer.detail));
  if (answer.outcome != CompletionAnswer::Outcome::kRefused && !dry_run) {
    wire::SetName("completions/", answer.completion, *result.mutable_completion());
  }
}

v1::PersonResult ToProto(const PersonAnswer& answer) {
  v1::PersonResult result;
  result.set_outcome(static_cast<v1::PersonOutcome>(answer.outcome));
  for (const Reason reason : answer.reasons) result.add_reasons(wire::ToProto(reason));
  result.set_detail(answer.detail);
  if (answer.person.has_value()) {
    result.set_person(absl::StrCat("people/", answer.person->Hex()));
  }
  return result;
}

roster::Completion FromProto(const v1::CompletionItem& item) {
  roster::Completion completion;
  completion.external_id = item.external_id();
  completion.name = item.person_display_name();
  completion.identity_number = item.identity_number();
  completion.activity_code = item.activity_code();
  if (item.subject() != common::v1::SUBJECT_UNSPECIFIED) {
    completion.subject = item.subject() == common::v1::SUBJECT_GENERAL
                             ? roster::Subject::kGeneral
                             : roster::Subject::kProfessional;
  }
  completion.kind = KindFromProto(item.kind());
  if (item.has_first_day()) completion.first_day = wire::FromProto(item.first_day());
  if (item.has_last_day()) completion.last_day = wire::FromProto(item.last_day());
  if (item.has_reported_centihours()) {
    completion.hours = Hours::FromCenti(item.reported_centihours());
  }
  completion.assessment = AssessmentFromProto(item.assessment());
  for (const int fault : item.faults()) {
    const auto reason = wire::FromProto(static_cast<common::v1::Reason>(fault));
    const bool sound = reason.has_value() && roster::IsReadersFault(*reason);
    completion.faults.push_back(sound ? *reason : Reason::FIELD_INVALID);
  }
  return completion;
}

Provider FromProto(const av1::Provider& proto) {
  Provider provider{.number = proto.number(), .uscc = IdOf(proto.name()), .accredited_changes = {}};
  for (const av1::ProviderStatePeriod& period : proto.states()) {
    provider.accredited_changes.emplace_back(DayOf(period.first_day()),
                                             period.state() == av1::PROVIDER_STATE_ACCREDITED);
  }
  return provider;
}

Activity FromProto(const av1::ActivityRecorded& proto) {
  const av1::Activity& activity = proto.activity();
  return {.provider_number = proto.provider_number(),
          .code = IdOf(activity.name()),
          .subject = static_cast<Subject>(activity.subject()),
          .form = static_cast<Form>(activity.form()),
          .first_day = DayOf(activity.first_day()),
          .last_day = DayOf(activity.last_day()),
          .planned = Hours::FromCenti(activity.planned_centihours()),
          .gate = static_cast<Gate>(activity.gate()),
          .gate_day = DayOf(activity.gate_day()),
          .authority = activity.authority()};
}

}  // namespace xuefen::registry
