#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/pg/transaction.h"
#include "services/accreditation/domain/provider.h"

// Rows of providers. Everything here runs inside the caller's transaction.
namespace xuefen::accreditation {

// Holds off every other change of providers until the transaction ends, and returns the next free
// number.
int LockProviderNumbers(pg::Transaction& tx);
void SetNextProviderNumber(pg::Transaction& tx, int next_number);

std::optional<Provider> FindProvider(pg::Transaction& tx, const std::string& uscc);
void InsertProvider(pg::Transaction& tx, const Provider& provider);

// Adds the provider's last state.
void InsertLastState(pg::Transaction& tx, const Provider& provider);

// Where a list of providers goes on; they are listed by bucket, then code.
using ProviderPosition = std::pair<int, std::string>;

// At most `count_max` providers after `after`.
std::vector<Provider> ListProviders(pg::Transaction& tx, const ProviderPosition& after,
                                    int count_max);

}  // namespace xuefen::accreditation
