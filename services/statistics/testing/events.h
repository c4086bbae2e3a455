#pragma once

#include <map>
#include <string>

#include "libs/base/civil.h"
#include "libs/base/ids.h"
#include "libs/ledger/entry.h"
#include "services/statistics/domain/person.h"
#include "xuefen/credit/v1/credit_service.pb.h"

// Entries as the registry and the credit service write them, for tests.
namespace xuefen::statistics::testing {

ledger::Entry PersonRegistered(const Id& person, const std::string& division, Day first_day);
ledger::Entry CompletionRecorded(const Id& person);
ledger::Entry DeterminationMade(const Id& person, int year, credit::v1::Verdict verdict,
                                const std::map<KindAndSubject, HoursPair>& hours);

}  // namespace xuefen::statistics::testing
