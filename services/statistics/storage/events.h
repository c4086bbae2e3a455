#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "libs/ledger/chain.h"
#include "services/statistics/domain/person.h"

// What the entries of the feeds say of people, in their order. Types of entries that change no
// figures are passed over; an entry that does and cannot be read is INTERNAL, for it must not be
// left out.
namespace xuefen::statistics {

// PersonRegistered (xuefen/registry/v1/events.proto). Of CompletionRecorded the determination tells
// that follows from it.
absl::StatusOr<std::vector<PersonChange>> ReadRegistryEvents(
    const std::vector<ledger::StoredEntry>& entries);

// DeterminationMade (xuefen/credit/v1/events.proto).
absl::StatusOr<std::vector<PersonChange>> ReadCreditEvents(
    const std::vector<ledger::StoredEntry>& entries);

}  // namespace xuefen::statistics
