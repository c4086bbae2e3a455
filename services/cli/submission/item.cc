#include "services/cli/submission/item.h"

#include <optional>

#include "libs/base/refusal.h"
#include "libs/wire/wire.h"

namespace xuefen::cli {
namespace {

namespace cv1 = common::v1;
namespace rv1 = registry::v1;

cv1::Subject ToProto(roster::Subject subject) {
  switch (subject) {
    case roster::Subject::kGeneral: return cv1::SUBJECT_GENERAL;
    case roster::Subject::kProfessional: return cv1::SUBJECT_PROFESSIONAL;
  }
  return cv1::SUBJECT_UNSPECIFIED;
}

cv1::Kind ToProto(roster::Kind kind) {
  switch (kind) {
    case roster::Kind::kTraining: return cv1::KIND_TRAINING;
    case roster::Kind::kSelfStudy: return cv1::KIND_SELF_STUDY;
    case roster::Kind::kAchievement: return cv1::KIND_ACHIEVEMENT;
  }
  return cv1::KIND_UNSPECIFIED;
}

cv1::Assessment ToProto(roster::Assessment assessment) {
  switch (assessment) {
    case roster::Assessment::kNotStated: return cv1::ASSESSMENT_UNSPECIFIED;
    case roster::Assessment::kPassed: return cv1::ASSESSMENT_PASSED;
    case roster::Assessment::kNotPassed: return cv1::ASSESSMENT_NOT_PASSED;
  }
  return cv1::ASSESSMENT_UNSPECIFIED;
}

std::optional<roster::Outcome> FromProto(rv1::CompletionOutcome outcome) {
  switch (outcome) {
    case rv1::COMPLETION_OUTCOME_ACCEPTED: return roster::Outcome::kAccepted;
    case rv1::COMPLETION_OUTCOME_DUPLICATE: return roster::Outcome::kDuplicate;
    case rv1::COMPLETION_OUTCOME_REFUSED: return roster::Outcome::kRefused;
    default: return std::nullopt;
  }
}

}  // namespace

rv1::CompletionItem ToProto(const roster::Completion& completion) {
  rv1::CompletionItem item;
  item.set_external_id(completion.external_id);
  item.set_identity_number(completion.identity_number);
  item.set_person_display_name(completion.name);
  item.set_activity_code(completion.activity_code);
  if (completion.subject.has_value()) item.set_subject(ToProto(*completion.subject));
  item.set_kind(ToProto(completion.kind));
  if (completion.first_day.has_value()) {
    *item.mutable_first_day() = wire::ToProto(*completion.first_day);
  }
  if (completion.last_day.has_value()) {
    *item.mutable_last_day() = wire::ToProto(*completion.last_day);
  }
  if (completion.hours.has_value()) item.set_reported_centihours(completion.hours->centi());
  item.set_assessment(ToProto(completion.assessment));
  for (const Reason fault : completion.faults) item.add_faults(wire::ToProto(fault));
  return item;
}

absl::Status TakeAnswer(const rv1::CompletionResult& answer, roster::RowResult& result) {
  const std::optional<roster::Outcome> outcome = FromProto(answer.outcome());
  if (!outcome.has_value()) return Refusal(Reason::INTERNAL, "outcome: unknown, want an answer");
  result.outcome = *outcome;
  result.reasons.clear();
  for (const int number : answer.reasons()) {
    const auto reason = wire::FromProto(static_cast<cv1::Reason>(number));
    // A reason of a later release; its words are in the detail.
    if (reason.has_value()) result.reasons.push_back(*reason);
  }
  result.detail = answer.detail();
  return absl::OkStatus();
}

}  // namespace xuefen::cli
