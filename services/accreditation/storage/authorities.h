#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/pg/transaction.h"
#include "services/accreditation/domain/authority.h"

// Rows of authorities. Everything here runs inside the caller's transaction.
namespace xuefen::accreditation {

std::optional<Authority> FindAuthority(pg::Transaction& tx, const std::string& id);

// At most `count_max` authorities with ids after `after`, in their order.
std::vector<Authority> ListAuthorities(pg::Transaction& tx, const std::string& after,
                                       int count_max);

// Inserts it, or replaces the one with its id.
void PutAuthority(pg::Transaction& tx, const Authority& authority);

}  // namespace xuefen::accreditation
