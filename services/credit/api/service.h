#pragma once

#include "libs/base/clock.h"
#include "libs/ledger/tail.h"
#include "libs/pg/pool.h"
#include "libs/rpc/service.h"
#include "libs/tokens/tokens.h"
#include "services/credit/app/law.h"
#include "services/credit/app/recent_answers.h"

namespace xuefen::credit {

// What the handlers need; outlives the service.
struct Dependencies {
  pg::Pool& pool;
  const tokens::Tokens& tokens;
  const Law& law;
  const Clock& clock;
  RecentAnswers& recent;
  const ledger::Tail* tail = nullptr;  // of this service's ledger, if it has one
};

// Gives every method of CreditService its handler.
void RegisterHandlers(const Dependencies& dependencies, rpc::Service& service);

}  // namespace xuefen::credit
