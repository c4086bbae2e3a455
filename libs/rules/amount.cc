#include "libs/rules/amount.h"

#include <algorithm>

namespace xuefen::rules {
namespace {

// The values of those that have one.
std::vector<Ratio> ValuesOf(const std::vector<Amount>& amounts, const Ground& ground,
                            const References& references) {
  std::vector<Ratio> values;
  for (const Amount& amount : amounts) {
    if (const auto value = ValueOf(amount, ground, references)) values.push_back(*value);
  }
  return values;
}

std::optional<Ratio> BaseOf(const Amount& amount, const Ground& ground,
                            const References& references) {
  if (amount.value) return amount.value;
  if (!amount.at_least_of.empty()) return references.at_least(amount.at_least_of);
  if (!amount.earned.empty()) return references.earned(amount.earned);
  for (const Case& option : amount.cases) {
    if (Holds(option.when, ground)) return ValueOf(option.amount, ground, references);
  }
  for (const bool greatest : {true, false}) {
    const std::vector<Ratio> values =
        ValuesOf(greatest ? amount.greatest : amount.least, ground, references);
    if (values.empty()) continue;
    return greatest ? *std::max_element(values.begin(), values.end())
                    : *std::min_element(values.begin(), values.end());
  }
  const std::vector<Ratio> values = ValuesOf(amount.sum, ground, references);
  if (values.empty()) return std::nullopt;
  Ratio sum;
  for (const Ratio value : values) sum = sum + value;
  return sum;
}

}  // namespace

std::optional<Ratio> Scaled(Ratio amount, const Scale& scale, const Ground& ground) {
  std::optional<std::int64_t> by = ValueOf(scale.by, ground);
  if (!by) return std::nullopt;
  if (scale.by.mod > 0) by = *by % scale.by.mod;
  by = std::max<std::int64_t>(*by, 0);
  if (scale.at_most > 0) by = std::min(*by, scale.at_most);
  const std::int64_t unit = scale.by.of == Num::Of::kQuantity ? 100 : 1;
  return amount.Times(Ratio::Of(*by, scale.per * unit));
}

std::optional<Ratio> ValueOf(const Amount& amount, const Ground& ground,
                             const References& references) {
  std::optional<Ratio> value = BaseOf(amount, ground, references);
  if (value) value = value->Times(amount.times);
  if (value && amount.scale) value = Scaled(*value, *amount.scale, ground);
  if (value && amount.round) value = amount.round->Apply(*value);
  return value;
}

Ratio Round::Apply(Ratio amount) const {
  if (amount < first) return Ratio();
  const Ratio beyond = amount - first;
  // In units of a half step, so that one division tells on which side of the middle it lies.
  const Ratio inverse = Ratio::Of(step.denominator() * 2, step.numerator());
  const std::optional<Ratio> halves = beyond.Times(inverse);
  if (!halves) return amount;
  const std::int64_t down = halves->Down(1) / 2;
  std::int64_t steps = down;
  switch (mode) {
    case Mode::kDown: break;
    case Mode::kUp: steps = (halves->Up(1) + 1) / 2; break;
    case Mode::kHalfUp: steps = (halves->Down(1) + 1) / 2; break;
  }
  return first + step.Times(Ratio::Of(steps)).value_or(Ratio());
}

}  // namespace xuefen::rules
