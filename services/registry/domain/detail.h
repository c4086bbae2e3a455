#pragma once

#include <string>
#include <vector>

#include "libs/base/refusal.h"
#include "libs/roster/completion.h"
#include "services/registry/domain/catalogue.h"

namespace xuefen::registry {

// What refused items would have needed, in English, for whoever integrates: for each reason
// "field: value, want condition" with the fields of the contract, joined by "; ".
//
// `reasons` are what the checks found of just this completion and activity (null: unknown). Values
// are those of days, hours and enumerations only: a text may be an identity number in the wrong
// column.
std::string DescribeCompletion(const std::vector<Reason>& reasons,
                               const roster::Completion& completion, const Activity* activity);
std::string DescribePerson(const std::vector<Reason>& reasons);

}  // namespace xuefen::registry
