#include "libs/roster/completion_check.h"

#include <algorithm>
#include <set>
#include <utility>

#include "libs/text/normalise.h"

namespace xuefen::roster {
namespace {

// Deciding order is the order of the enumerators.
using Reasons = std::set<Reason>;

bool TextIsUsable(absl::string_view text, std::size_t bytes_max) {
  return text.size() <= bytes_max && !text::HasControl(text);
}

void CheckTexts(const Completion& completion, Reasons& reasons) {
  if (completion.external_id.empty()) reasons.insert(Reason::EXTERNAL_ID_MISSING);
  if (completion.name.empty()) reasons.insert(Reason::NAME_MISSING);
  if (completion.activity_code.empty()) reasons.insert(Reason::ACTIVITY_UNKNOWN);
  if (!TextIsUsable(completion.external_id, kExternalIdBytesMax) ||
      !TextIsUsable(completion.name, kNameBytesMax) ||
      !TextIsUsable(completion.activity_code, kActivityCodeBytesMax)) {
    reasons.insert(Reason::FIELD_INVALID);
  }
}

void CheckIdentity(const identity::IdentityReading& identity, Reasons& reasons) {
  // What is left of a number that lost digits says nothing about the number.
  if (reasons.count(Reason::IDENTITY_LOST_DIGITS) > 0) return;
  reasons.insert(identity.faults.begin(), identity.faults.end());
}

void CheckDays(const Completion& completion, Reasons& reasons) {
  if (!completion.first_day.has_value() || !completion.last_day.has_value()) {
    reasons.insert(Reason::DAYS_UNREADABLE);
  } else if (*completion.last_day < *completion.first_day) {
    reasons.insert(Reason::DAYS_REVERSED);
  }
}

void CheckHours(const Completion& completion, Reasons& reasons) {
  if (reasons.count(Reason::HOURS_UNREADABLE) > 0) return;
  if (!completion.hours.has_value()) {
    reasons.insert(Reason::HOURS_MISSING);
  } else if (*completion.hours <= Hours()) {
    reasons.insert(Reason::HOURS_UNREADABLE);
  }
}

}  // namespace

void Normalise(Completion& completion) {
  completion.external_id = text::NormaliseText(std::move(completion.external_id));
  completion.name = text::NormaliseName(std::move(completion.name));
  completion.identity_number = identity::NormaliseIdentity(std::move(completion.identity_number));
  completion.activity_code = text::NormaliseText(std::move(completion.activity_code));
}

CompletionCheck CheckCompletion(const Completion& completion) {
  Reasons reasons(completion.faults.begin(), completion.faults.end());
  identity::IdentityReading identity = identity::ReadNormalisedIdentity(completion.identity_number);
  CheckTexts(completion, reasons);
  CheckIdentity(identity, reasons);
  CheckDays(completion, reasons);
  CheckHours(completion, reasons);
  if (completion.assessment != Assessment::kPassed) reasons.insert(Reason::ASSESSMENT_NOT_PASSED);
  if (completion.kind != Kind::kTraining) reasons.insert(Reason::KIND_NOT_SUPPORTED);
  return {{reasons.begin(), reasons.end()}, std::move(identity)};
}

}  // namespace xuefen::roster
