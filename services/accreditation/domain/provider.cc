#include "services/accreditation/domain/provider.h"

#include "absl/strings/str_cat.h"
#include "libs/base/bytes.h"
#include "libs/base/refusal.h"

namespace xuefen::accreditation {
namespace {

bool MayFollow(ProviderState before, ProviderState after) {
  switch (before) {
    case ProviderState::kApplied: return after == ProviderState::kAccredited;
    case ProviderState::kAccredited:
      return after == ProviderState::kSuspended || after == ProviderState::kRevoked;
    case ProviderState::kSuspended:
      return after == ProviderState::kAccredited || after == ProviderState::kRevoked;
    case ProviderState::kRevoked: return false;
  }
  return false;
}

}  // namespace

Id Provider::IdOf(absl::string_view uscc) { return Id::Derived(absl::StrCat("provider/", uscc)); }

Day DefaultAccreditedFrom() { return Day(2016, 4, 1); }

absl::Status ChangeState(Provider& provider, ProviderState state, Day first_day,
                         const std::string& cause) {
  const StatePeriod& last = provider.states.back();
  if (last.state == state && last.first_day == first_day) return absl::OkStatus();
  if (!MayFollow(last.state, state)) {
    return Refusal(Reason::STATE_CONFLICT, "state: does not follow the provider's present one");
  }
  if (first_day < last.first_day) {
    return Refusal(Reason::STATE_CONFLICT,
                   absl::StrCat("effective_day: ", FormatDay(first_day), ", want not before ",
                                FormatDay(last.first_day)));
  }
  provider.states.push_back({.state = state, .first_day = first_day, .cause = cause});
  return absl::OkStatus();
}

std::string EtagOf(const Provider& provider) {
  CanonicalWriter writer;
  writer.Text(provider.uscc).Text(provider.display_name).Int(static_cast<int>(provider.kind));
  for (const StatePeriod& period : provider.states) {
    writer.Int(static_cast<int>(period.state)).Int(DayNumber(period.first_day)).Text(period.cause);
  }
  return absl::StrCat("\"", ToHex(AsView(Sha256(writer.bytes())).substr(0, 8)), "\"");
}

}  // namespace xuefen::accreditation
