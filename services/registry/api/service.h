#pragma once

#include "libs/ledger/tail.h"
#include "libs/pg/pool.h"
#include "libs/rpc/service.h"
#include "libs/tokens/tokens.h"
#include "services/registry/app/completion_intake.h"
#include "services/registry/app/people_use_cases.h"
#include "services/registry/domain/catalogue.h"

namespace xuefen::registry {

// What the handlers need; outlives the service.
struct Dependencies {
  pg::Pool& pool;
  const tokens::Tokens& tokens;
  const PeopleUseCases& people;
  const CompletionIntake& intake;
  const Catalogue& catalogue;
  const ledger::Tail* tail = nullptr;  // of this service's ledger, if it has one
};

// Gives every method of RegistryService its handler.
void RegisterHandlers(const Dependencies& dependencies, rpc::Service& service);

}  // namespace xuefen::registry
