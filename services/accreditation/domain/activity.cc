#include "services/accreditation/domain/activity.h"

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "libs/base/refusal.h"

namespace xuefen::accreditation {
namespace {

constexpr std::size_t kCodeBytesMax = 64;
// Ten years of eight hours a day; more is a slip of the keyboard.
constexpr Hours kPlannedMax = Hours::FromCenti(3000000);

bool IsCode(absl::string_view text) {
  for (const char c : text) {
    const bool allowed =
        absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
    if (!allowed) return false;
  }
  return !text.empty() && text.size() <= kCodeBytesMax;
}

std::vector<FieldViolation> FaultsOf(const ActivityDraft& draft) {
  std::vector<FieldViolation> faults;
  const auto want = [&](bool good, const char* field, const char* wanted) {
    if (!good) faults.push_back({.field = field, .description = wanted});
  };
  want(IsCode(draft.code), "code", "1 to 64 letters, digits, '-', '_', '.'");
  want(!draft.display_name.empty(), "display_name", "a title");
  want(draft.subject.has_value(), "subject", "general or professional");
  want(draft.first_day.has_value(), "first_day", "an existing day");
  want(draft.last_day.has_value(), "last_day", "an existing day");
  if (draft.first_day.has_value() && draft.last_day.has_value()) {
    want(*draft.first_day <= *draft.last_day, "last_day", "a day not before first_day");
    want(!draft.gate_day.has_value() || *draft.gate_day <= *draft.last_day, "gate_day",
         "a day not after last_day");
  }
  want(Hours() < draft.planned && draft.planned <= kPlannedMax, "planned_centihours",
       "above 0 and at most 3000000");
  return faults;
}

}  // namespace

absl::StatusOr<Activity> CompleteActivity(const ActivityDraft& draft,
                                          const std::string& authority) {
  const std::vector<FieldViolation> faults = FaultsOf(draft);
  if (!faults.empty()) return InvalidFields(faults);
  return Activity{.code = draft.code,
                  .provider = draft.provider,
                  .display_name = draft.display_name,
                  .subject = *draft.subject,
                  .form = draft.form.value_or(Form::kOther),
                  .first_day = *draft.first_day,
                  .last_day = *draft.last_day,
                  .planned = draft.planned,
                  .gate = draft.gate.value_or(Gate::kFiled),
                  .gate_day = draft.gate_day.value_or(*draft.first_day),
                  .authority = authority};
}

Sha256Digest ContentDigest(const Activity& activity) {
  return Sha256(CanonicalWriter()
                    .Text(activity.code)
                    .Text(activity.provider)
                    .Text(activity.display_name)
                    .Int(static_cast<int>(activity.subject))
                    .Int(static_cast<int>(activity.form))
                    .Int(DayNumber(activity.first_day))
                    .Int(DayNumber(activity.last_day))
                    .Int(activity.planned.centi())
                    .Int(static_cast<int>(activity.gate))
                    .Int(DayNumber(activity.gate_day))
                    .Text(activity.authority)
                    .bytes());
}

}  // namespace xuefen::accreditation
