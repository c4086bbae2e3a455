#include "services/registry/domain/detail.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/civil.h"
#include "libs/base/hours.h"

namespace xuefen::registry {
namespace {

// What is said of a reason without looking at values. `name` is what the contract calls the field
// of the person's name there.
std::string Wanted(Reason reason, absl::string_view name) {
  switch (reason) {
    case Reason::EXTERNAL_ID_MISSING: return "external_id: want the provider's own id";
    case Reason::NAME_MISSING: return absl::StrCat(name, ": want the name of the document");
    case Reason::IDENTITY_LOST_DIGITS: return "identity_number: want all digits, kept as text";
    case Reason::IDENTITY_LENGTH: return "identity_number: want 18 characters, or 15 of old cards";
    case Reason::IDENTITY_CHARACTER: return "identity_number: want digits, and X at the end only";
    case Reason::IDENTITY_BIRTH_DATE: return "identity_number: want a birth date that exists";
    case Reason::IDENTITY_CHECK_DIGIT: return "identity_number: want the check digit of the others";
    case Reason::DAYS_UNREADABLE: return "first_day, last_day: want two existing days";
    case Reason::HOURS_MISSING: return "reported_centihours: want the hours";
    case Reason::HOURS_UNREADABLE:
      return "reported_centihours: want more than 0 in hundredths of an hour";
    case Reason::ASSESSMENT_NOT_PASSED: return "assessment: want ASSESSMENT_PASSED";
    case Reason::ACTIVITY_UNKNOWN: return "activity_code: want an activity of this provider";
    case Reason::PROVIDER_NOT_ACCREDITED:
      return "provider: want one accredited on every day of the training";
    case Reason::PERSON_UNKNOWN: return "identity_number: want that of a registered person";
    case Reason::PERSON_NAME_MISMATCH: return absl::StrCat(name, ": want the registered name");
    case Reason::EXTERNAL_ID_REUSED: return "external_id: want one not used for other content";
    case Reason::KIND_NOT_SUPPORTED: return "kind: want KIND_TRAINING";
    case Reason::ALREADY_EXISTS:
      return "identity_number: want one not registered with another division; that is a transfer";
    default: return "item: want texts within their lengths and no control characters";
  }
}

std::string Days(Day first, Day last) {
  return absl::StrCat(FormatDay(first), " to ", FormatDay(last));
}

// What the reasons about values say; only with the values that made them.
std::string WithValues(Reason reason, const roster::Completion& completion,
                       const Activity* activity) {
  switch (reason) {
    case Reason::DAYS_REVERSED:
      return absl::StrCat("last_day: ", FormatDay(*completion.last_day), ", want ",
                          FormatDay(*completion.first_day), " or later");
    case Reason::SUBJECT_MISMATCH:
      return absl::StrCat("subject: want ", activity->subject == Subject::kGeneral
                                                ? "SUBJECT_GENERAL"
                                                : "SUBJECT_PROFESSIONAL");
    case Reason::DAYS_OUTSIDE_ACTIVITY:
      return absl::StrCat(
          "first_day, last_day: ", Days(*completion.first_day, *completion.last_day),
          ", want within ", Days(activity->first_day, activity->last_day));
    case Reason::HOURS_OVER_ACTIVITY:
      return absl::StrCat("reported_centihours: ", completion.hours->centi(), ", want at most ",
                          activity->planned.centi());
    case Reason::ACTIVITY_NOT_FILED:
      return absl::StrCat("first_day: ", FormatDay(*completion.first_day), ", want ",
                          FormatDay(activity->gate_day), " or later");
    default: return Wanted(reason, "person_display_name");
  }
}

}  // namespace

std::string DescribeCompletion(const std::vector<Reason>& reasons,
                               const roster::Completion& completion, const Activity* activity) {
  return absl::StrJoin(reasons, "; ", [&](std::string* out, Reason reason) {
    absl::StrAppend(out, WithValues(reason, completion, activity));
  });
}

std::string DescribePerson(const std::vector<Reason>& reasons) {
  return absl::StrJoin(reasons, "; ", [](std::string* out, Reason reason) {
    absl::StrAppend(out, Wanted(reason, "display_name"));
  });
}

}  // namespace xuefen::registry
