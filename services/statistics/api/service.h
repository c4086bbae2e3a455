#pragma once

#include "libs/base/clock.h"
#include "libs/pg/pool.h"
#include "libs/rpc/service.h"
#include "libs/tokens/tokens.h"

namespace xuefen::statistics {

// What the handlers need; outlives the service.
struct Dependencies {
  pg::Pool& pool;
  const tokens::Tokens& tokens;
  const Clock& clock;
};

// Gives every method of StatisticsService its handler.
void RegisterHandlers(const Dependencies& dependencies, rpc::Service& service);

}  // namespace xuefen::statistics
