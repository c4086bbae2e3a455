#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "libs/ledger/entry.h"
#include "libs/rules/rule_book.h"
#include "services/credit/domain/facts.h"

// People, trainings and the law in force, for tests.
namespace xuefen::credit::testing {

// The rule sets of deploy/rules.
const rules::RuleBook& LawInForce();

// Of these, the national one alone: it wants hours and recognises none.
const rules::RuleBook& NationalLaw();

// A person of Jinan since the policy came into force; the same for the same name.
PersonFacts PersonCalled(absl::string_view name);

// A training filed on its first day; the same id for the same name.
LearningRecord Training(absl::string_view name, Subject subject, Day first_day, Day last_day,
                        int hours);

// The same, as the registry's feed tells it.
ledger::Entry PersonRegistered(const Id& person, const Administration& administration);
ledger::Entry CompletionRecorded(const Id& person, const LearningRecord& record);

// Names, as the accreditation service's feed tells them.
ledger::Entry ProviderRecorded(const std::string& uscc, const std::string& display_name);
ledger::Entry ActivityRecorded(const ActivityKey& activity, const std::string& display_name);

}  // namespace xuefen::credit::testing
