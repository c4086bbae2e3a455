#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/config/config.h"
#include "libs/pg/pool.h"
#include "services/accreditation/domain/authority.h"

namespace xuefen::accreditation {

// Reads authorities.csv (deploy/reference/README.md): a header, then one authority a line, without
// quotes. INVALID_ARGUMENT names the line.
absl::StatusOr<std::vector<Authority>> ParseAuthorities(absl::string_view csv);

// That authorities.csv of the reference directory is there and can be read.
absl::Status CheckReference(const config::v1::ServiceConfig& config);

// Brings the recorded authorities in line with the file: what is new or has changed becomes an
// entry of the ledger. Nothing is removed: an authority that ended has a last day.
absl::Status LoadAuthorities(pg::Pool& pool, const std::string& directory);

}  // namespace xuefen::accreditation
