#pragma once

#include <functional>

#include "libs/pg/transaction.h"
#include "xuefen/accreditation/v1/events.pb.h"

// The copy of the catalogue: events of the accreditation service as they came. Everything here runs
// inside the caller's transaction.
namespace xuefen::registry {

void PutProvider(pg::Transaction& tx, const accreditation::v1::Provider& provider);
void PutActivity(pg::Transaction& tx, const accreditation::v1::ActivityRecorded& activity);

// Whether the copy was ever complete. Before that nothing can be judged by it.
bool IsCatalogueComplete(pg::Transaction& tx);
void NoteCatalogueComplete(pg::Transaction& tx);

// Everything there is.
void ReadCatalogue(
    pg::Transaction& tx,
    const std::function<void(const accreditation::v1::Provider&)>& take_provider,
    const std::function<void(const accreditation::v1::ActivityRecorded&)>& take_activity);

}  // namespace xuefen::registry
