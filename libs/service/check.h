#pragma once

#include "absl/status/status.h"
#include "libs/config/config.h"
#include "libs/pg/pool.h"
#include "libs/service/application.h"

namespace xuefen::service {

// Refuses a schema that this program was not written for, older or newer.
absl::Status CheckSchemas(pg::Pool& pool, const Definition& definition);

// Everything that would keep the service from starting, one fault a line, each with what is wanted:
// files and their modes, keys, certificates, upstreams, the service's own checks, database, schema
// and stored data. Changes nothing. What only `migrate` reads is not looked at, since who serves
// may not read it; whether the addresses are free shows at the start.
absl::Status Check(const config::v1::ServiceConfig& config, const Definition& definition);

}  // namespace xuefen::service
