#include "libs/rules/grid.h"

#include <numeric>
#include <variant>

namespace xuefen::rules {
namespace {

// Both are below 2^31, so the product fits.
std::int64_t Common(std::int64_t fineness, std::int64_t denominator) {
  return fineness > kFinenessMax ? fineness : std::lcm(fineness, denominator);
}

// What hundredths do not already express.
std::int64_t BeyondHundredths(Ratio amount) {
  return amount.denominator() / std::gcd(amount.denominator(), std::int64_t{100});
}

std::int64_t FinerForRow(std::int64_t fineness, const Row& row) {
  for (const Term& term : row.terms) {
    // A quantity is in hundredths, an item is whole.
    fineness = Common(
        fineness, term.quantity.empty() ? BeyondHundredths(term.times) : term.times.denominator());
  }
  return row.at_most ? Common(fineness, BeyondHundredths(*row.at_most)) : fineness;
}

}  // namespace

std::int64_t Finer(std::int64_t fineness, const Body& body) {
  if (const auto* limit = std::get_if<Limit>(&body)) {
    return Common(fineness, BeyondHundredths(limit->at_most));
  }
  if (const auto* measure = std::get_if<Measure>(&body)) {
    for (const Row& row : measure->rows) fineness = FinerForRow(fineness, row);
  }
  return fineness;
}

std::int64_t FactorOf(const Term& term, std::int64_t grid) {
  return term.times.Down(term.quantity.empty() ? grid : grid / 100);
}

}  // namespace xuefen::rules
