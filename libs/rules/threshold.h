#pragma once

#include <map>
#include <optional>
#include <string>

#include "libs/rules/model.h"

namespace xuefen::rules {

// The value of an amount that may refer to thresholds of other requirements, which `in_force` holds
// by id. Nothing when it refers to one that is not in force, or grows beyond what Ratio::Times
// allows. References have no cycles; the loader refuses them.
std::optional<Ratio> Threshold(const AmountExpression& amount,
                               const std::map<std::string, const Requirement*>& in_force);

}  // namespace xuefen::rules
