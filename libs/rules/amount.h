#pragma once

#include <functional>
#include <optional>
#include <string>

#include "libs/rules/predicate.h"

namespace xuefen::rules {

// What an amount may refer to: by the id of a requirement, its threshold and what counts towards
// it. Nothing where it is not in force. References have no cycles; the loader refuses them.
struct References {
  std::function<std::optional<Ratio>(const std::string& requirement)> at_least;
  std::function<std::optional<Ratio>(const std::string& requirement)> earned;
};

// The value of an amount for what `ground` describes. Nothing where it refers to a requirement that
// is not in force or to an event that is not recorded, or grows beyond what Ratio::Times allows.
std::optional<Ratio> ValueOf(const Amount& amount, const Ground& ground,
                             const References& references);

// The amount multiplied by the number of `scale`; nothing where the number is not known.
std::optional<Ratio> Scaled(Ratio amount, const Scale& scale, const Ground& ground);

}  // namespace xuefen::rules
