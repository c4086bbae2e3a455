#pragma once

#include <memory>

#include "libpq-fe.h"

namespace xuefen::pg {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};

// An answer of libpq, cleared at the end of its life.
using Result = std::unique_ptr<PGresult, ResultDeleter>;

}  // namespace xuefen::pg
