#include "services/registry/domain/judge.h"

#include <algorithm>

namespace xuefen::registry {
namespace {

bool SameSubject(roster::Subject stated, Subject filed) {
  return (stated == roster::Subject::kGeneral) == (filed == Subject::kGeneral);
}

}  // namespace

std::vector<Reason> JudgeByCatalogue(const roster::Completion& completion, const Provider* provider,
                                     const Activity* activity) {
  std::vector<Reason> reasons;
  const auto refuse_if = [&](bool refused, Reason reason) {
    if (refused) reasons.push_back(reason);
  };
  const bool has_days = completion.first_day.has_value() && completion.last_day.has_value();
  if (activity == nullptr) {
    reasons.push_back(Reason::ACTIVITY_UNKNOWN);
  } else {
    refuse_if(
        completion.subject.has_value() && !SameSubject(*completion.subject, activity->subject),
        Reason::SUBJECT_MISMATCH);
    const auto outside = [&](Day day) {
      return day < activity->first_day || day > activity->last_day;
    };
    refuse_if(has_days && (outside(*completion.first_day) || outside(*completion.last_day)),
              Reason::DAYS_OUTSIDE_ACTIVITY);
    refuse_if(completion.hours.has_value() && *completion.hours > activity->planned,
              Reason::HOURS_OVER_ACTIVITY);
    refuse_if(has_days && activity->gate_day > *completion.first_day, Reason::ACTIVITY_NOT_FILED);
  }
  refuse_if(provider == nullptr || (has_days && !provider->AccreditedThroughout(
                                                    *completion.first_day, *completion.last_day)),
            Reason::PROVIDER_NOT_ACCREDITED);
  std::sort(reasons.begin(), reasons.end());
  return reasons;
}

std::vector<Reason> JudgePerson(const std::optional<KnownPerson>& person) {
  if (!person.has_value()) return {Reason::PERSON_UNKNOWN};
  if (!person->name_matches) return {Reason::PERSON_NAME_MISMATCH};
  return {};
}

void AddReasons(std::vector<Reason>& reasons, const std::vector<Reason>& more) {
  reasons.insert(reasons.end(), more.begin(), more.end());
  std::sort(reasons.begin(), reasons.end());
  reasons.erase(std::unique(reasons.begin(), reasons.end()), reasons.end());
}

std::optional<Sha256Digest> ContentDigest(const roster::Completion& completion,
                                          const std::optional<KnownPerson>& person) {
  if (!person.has_value() || !completion.first_day.has_value() ||
      !completion.last_day.has_value() || !completion.hours.has_value()) {
    return std::nullopt;
  }
  return Sha256(CanonicalWriter()
                    .Text("completion 1")
                    .Text(person->id.Bytes())
                    .Text(completion.activity_code)
                    .Int(DayNumber(*completion.first_day))
                    .Int(DayNumber(*completion.last_day))
                    .Int(completion.hours->centi())
                    .Int(static_cast<int>(completion.assessment))
                    .Int(static_cast<int>(completion.kind))
                    .bytes());
}

}  // namespace xuefen::registry
