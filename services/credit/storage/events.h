#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/bytes.h"
#include "libs/base/ids.h"
#include "libs/ledger/chain.h"
#include "libs/ledger/entry.h"
#include "services/credit/domain/facts.h"
#include "services/credit/storage/names.h"
#include "xuefen/credit/v1/credit_service.pb.h"

// Entries of the feeds that are followed, read, and entries of this service's own ledger, made.
//
// Reading fails with INTERNAL where an entry says something that this release does not understand:
// taking one fact for another, or for none, would make every later answer wrong, so the follower
// stops there.
namespace xuefen::credit {

// What entries of the registry add to what is known; each person once, in order of ids.
absl::StatusOr<std::vector<PersonFacts>> ReadRegistryEvents(
    const std::vector<ledger::StoredEntry>& entries);

// The names that entries of the accreditation service tell, the last ones of each provider and
// activity.
absl::StatusOr<Names> ReadAccreditationEvents(const std::vector<ledger::StoredEntry>& entries);

// `summary` of a person's year, by a determination of that receipt.
ledger::Entry DeterminationEntry(const Id& person, const v1::AccountYear& summary,
                                 const Sha256Digest& receipt);

}  // namespace xuefen::credit
