#include "libs/rules/threshold.h"

#include <algorithm>

namespace xuefen::rules {
namespace {

std::optional<Ratio> Base(const AmountExpression& amount,
                          const std::map<std::string, const Requirement*>& in_force) {
  if (amount.value) return amount.value;
  if (!amount.at_least_of.empty()) {
    const auto found = in_force.find(amount.at_least_of);
    if (found == in_force.end()) return std::nullopt;
    return Threshold(found->second->at_least, in_force);
  }
  std::optional<Ratio> greatest;
  for (const AmountExpression& part : amount.greatest) {
    const std::optional<Ratio> value = Threshold(part, in_force);
    if (!value) return std::nullopt;
    greatest = greatest ? std::max(*greatest, *value) : *value;
  }
  return greatest;
}

}  // namespace

std::optional<Ratio> Threshold(const AmountExpression& amount,
                               const std::map<std::string, const Requirement*>& in_force) {
  const std::optional<Ratio> base = Base(amount, in_force);
  return base ? base->Times(amount.times) : std::nullopt;
}

}  // namespace xuefen::rules
