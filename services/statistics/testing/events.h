#pragma once

#include <map>
#include <string>

#include "libs/base/civil.h"
#include "libs/base/hours.h"
#include "libs/base/ids.h"
#include "libs/ledger/entry.h"
#include "services/statistics/domain/figures.h"
#include "xuefen/credit/v1/credit_service.pb.h"

// Entries as the registry and the credit service write them, for tests.
namespace xuefen::statistics::testing {

ledger::Entry PersonRegistered(const Id& person, const std::string& division, Day first_day);
ledger::Entry CompletionRecorded(const Id& person, Day last_day, KindAndSubject cell,
                                 Hours reported);
ledger::Entry DeterminationMade(const Id& person, int year, credit::v1::Verdict verdict,
                                const std::map<KindAndSubject, Hours>& credited);

}  // namespace xuefen::statistics::testing
