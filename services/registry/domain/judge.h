#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/base/bytes.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"
#include "libs/roster/completion.h"
#include "services/registry/domain/catalogue.h"

namespace xuefen::registry {

// A registered person, as far as judging needs one.
struct KnownPerson {
  Id id;
  bool name_matches = false;
};

// What the catalogue says of a completion, in deciding order. `provider` and `activity` are null
// when it does not know them. Gates are those of the training days: accredited throughout, and
// filed, approved or organised by the first day.
std::vector<Reason> JudgeByCatalogue(const roster::Completion& completion, const Provider* provider,
                                     const Activity* activity);

// What the people say; nothing when nobody has the number.
std::vector<Reason> JudgePerson(const std::optional<KnownPerson>& person);

// Adds `more` to `reasons`: each once, in deciding order.
void AddReasons(std::vector<Reason>& reasons, const std::vector<Reason>& more);

// Digest of what makes two submissions with one external id the same: person, activity, days,
// hours, assessment and kind. Nothing when one of them is missing; then it cannot equal an accepted
// one.
std::optional<Sha256Digest> ContentDigest(const roster::Completion& completion,
                                          const std::optional<KnownPerson>& person);

}  // namespace xuefen::registry
