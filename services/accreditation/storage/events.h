#pragma once

#include <string>

#include "libs/ledger/entry.h"
#include "services/accreditation/domain/authority.h"
#include "services/accreditation/domain/provider.h"
#include "services/accreditation/storage/activities.h"

// What goes into the ledger: events in their wire form (xuefen/accreditation/v1/events.proto).
namespace xuefen::accreditation {

// Without a key: an authority is recorded again whenever it changes. In bucket 0.
ledger::Entry AuthorityEntry(const Authority& authority);

// Without a key: a provider is recorded again with every state.
ledger::Entry ProviderEntry(const Provider& provider, const std::string& principal);

// Key "activity/<code>" of the provider's number: recorded once.
ledger::Entry ActivityEntry(const RecordedActivity& recorded, int provider_number,
                            const std::string& principal);

}  // namespace xuefen::accreditation
