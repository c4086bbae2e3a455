#include "libs/rules/grid.h"

#include <numeric>
#include <variant>

namespace xuefen::rules {
namespace {

// Both are below 2^31, so the product fits.
std::int64_t Common(std::int64_t fineness, std::int64_t denominator) {
  return fineness > kFinenessMax || denominator > kFinenessMax ? kFinenessMax + 1
                                                               : std::lcm(fineness, denominator);
}

// What hundredths do not already express.
std::int64_t BeyondHundredths(std::int64_t denominator) {
  return denominator / std::gcd(denominator, std::int64_t{100});
}
std::int64_t BeyondHundredths(Ratio amount) { return BeyondHundredths(amount.denominator()); }

std::int64_t FinerForRound(std::int64_t fineness, const std::optional<Round>& round) {
  if (!round) return fineness;
  return Common(Common(fineness, BeyondHundredths(round->step)), BeyondHundredths(round->first));
}

// A denominator that every value of the amount has. What refers to a requirement is a threshold,
// which needs no place on the grid unless it is a ceiling; then its text decides, not what it
// refers to.
std::int64_t DenominatorOf(const Amount& amount) {
  std::int64_t denominator = amount.value ? amount.value->denominator() : 1;
  for (const Case& option : amount.cases) {
    denominator = Common(denominator, DenominatorOf(option.amount));
  }
  for (const auto* list : {&amount.greatest, &amount.least, &amount.sum}) {
    for (const Amount& part : *list) denominator = Common(denominator, DenominatorOf(part));
  }
  denominator = Common(1, denominator * amount.times.denominator());
  if (amount.scale) denominator = Common(1, denominator * amount.scale->per);
  if (amount.round) {
    denominator = Common(amount.round->step.denominator(), amount.round->first.denominator());
  }
  return denominator;
}

std::int64_t FinerForRow(std::int64_t fineness, const Row& row) {
  for (const Term& term : row.terms) {
    // A quantity is in hundredths, an item is whole.
    fineness = Common(
        fineness, term.quantity.empty() ? BeyondHundredths(term.times) : term.times.denominator());
  }
  fineness = FinerForRound(fineness, row.round);
  return row.at_most ? Common(fineness, BeyondHundredths(*row.at_most)) : fineness;
}

}  // namespace

std::int64_t Finer(std::int64_t fineness, const Body& body) {
  if (const auto* limit = std::get_if<Limit>(&body)) {
    return Common(fineness, BeyondHundredths(DenominatorOf(limit->at_most)));
  }
  if (const auto* measure = std::get_if<Measure>(&body)) {
    for (const Row& row : measure->rows) fineness = FinerForRow(fineness, row);
    for (const Row& row : measure->bonus) fineness = FinerForRow(fineness, row);
  }
  if (const auto* requirement = std::get_if<Requirement>(&body)) {
    for (const Part& part : requirement->count) {
      if (part.at_most) fineness = Common(fineness, BeyondHundredths(DenominatorOf(*part.at_most)));
    }
  }
  if (const auto* carry = std::get_if<Carry>(&body)) {
    fineness = carry->round ? FinerForRound(fineness, carry->round)
                            : Common(fineness, carry->times.denominator());
  }
  if (const auto* spread = std::get_if<Spread>(&body)) {
    if (!spread->repeat) fineness = Common(fineness, spread->over);
  }
  return fineness;
}

std::int64_t FactorOf(const Term& term, std::int64_t grid) {
  return term.times.Down(term.quantity.empty() ? grid : grid / 100);
}

}  // namespace xuefen::rules
