#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "libs/pg/pool.h"
#include "services/registry/app/person_secrets.h"

namespace xuefen::registry {

// Seals with the first key of the file whatever an earlier key has sealed, and then forgets the
// earlier keys: after that the file may lose them. Works in short transactions beside a registry
// that serves; interrupted, it goes on when it is run again. Every registry must have taken up the
// new file before. Returns how many values were sealed anew.
absl::StatusOr<std::int64_t> Reseal(pg::Pool& pool, const PersonSecrets& secrets);

}  // namespace xuefen::registry
