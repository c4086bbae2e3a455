#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "libs/base/civil.h"
#include "libs/base/ids.h"

namespace xuefen::accreditation {

enum class ProviderKind {
  kUniversity = 1,
  kResearchInstitute,
  kAssociation,
  kEnterprise,
  kHrService,
  kOther,
};

enum class ProviderState { kApplied = 1, kAccredited, kSuspended, kRevoked };

// A state, from its first day until the day before the next one's.
struct StatePeriod {
  ProviderState state;
  Day first_day;
  std::string cause;

  friend bool operator==(const StatePeriod&, const StatePeriod&) = default;
};

// An organisation that holds activities. Articles (十二), (十三).
struct Provider {
  std::string uscc;  // unified social credit code, normalised and valid
  int number = 0;    // assigned once, for ever
  std::string display_name;
  ProviderKind kind = ProviderKind::kOther;
  std::string division;             // of the bureau that accredits it
  std::vector<StatePeriod> states;  // ascending, never empty

  // The bucket of everything this provider owns depends on the code alone.
  static Id IdOf(absl::string_view uscc);
};

// The oldest day from which a provider is taken to be accredited: the policy's own first day.
Day DefaultAccreditedFrom();

// Appends a state. Allowed are applied -> accredited -> suspended -> accredited ... and from either
// of the last two to revoked, each not before the state it follows; otherwise STATE_CONFLICT. The
// state that already holds from that very day is accepted and changes nothing.
absl::Status ChangeState(Provider& provider, ProviderState state, Day first_day,
                         const std::string& cause);

// A version mark of the provider as it stands.
std::string EtagOf(const Provider& provider);

}  // namespace xuefen::accreditation
