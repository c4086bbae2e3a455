#pragma once

#include <cstddef>
#include <vector>

#include "libs/base/refusal.h"
#include "libs/identity/identity_number.h"
#include "libs/roster/completion.h"

namespace xuefen::roster {

// In bytes of UTF-8, after normalisation.
inline constexpr std::size_t kExternalIdBytesMax = 128;
inline constexpr std::size_t kActivityCodeBytesMax = 128;
inline constexpr std::size_t kNameBytesMax = 256;

// Brings the texts of `completion` into the form in which they are compared and kept: NFKC and
// trimmed; the name also as NormaliseName, the identity number as NormaliseIdentity.
void Normalise(Completion& completion);

struct CompletionCheck {
  // All that can be said against the completion without asking a service, each once, in deciding
  // order (the order of Reason). Empty: only a service can refuse it.
  //
  // From EXTERNAL_ID_MISSING to ASSESSMENT_NOT_PASSED; ACTIVITY_UNKNOWN for an activity without a
  // code; KIND_NOT_SUPPORTED for anything but training; FIELD_INVALID for a text that is too long
  // or has control characters; and the completion's own faults.
  std::vector<Reason> reasons;

  // What was read out of the identity number.
  identity::IdentityReading identity;
};

// Judges a normalised completion. The client runs it before it sends, the registry on what arrives.
CompletionCheck CheckCompletion(const Completion& completion);

}  // namespace xuefen::roster
