#pragma once

#include <map>
#include <vector>

#include "libs/rules/linear_program.h"
#include "libs/rules/problem.h"

namespace xuefen::rules {

// The linear programme of a problem: how much of each share is kept under all ceilings, and how
// much of that counts towards requirements.
class Program {
 public:
  using Terms = std::vector<LinearProgram::Term>;

  explicit Program(const Problem& problem);

  // A sum of variables and what is certain.
  struct Sum {
    Terms terms;
    mpq_class constant;
  };

  // What is kept of the share.
  const Sum& Kept(std::size_t share) const { return kept_[share]; }
  Sum KeptOf(const std::vector<std::size_t>& shares) const;

  // What counts towards each meter when no hour counts towards two of them, nor through two parts
  // of one. `leaving`, by share, is taken away first. To be called before the first objective, as
  // well as the next.
  std::vector<Sum> Count(const std::vector<const Meter*>& meters,
                         const std::map<std::size_t, std::size_t>& leaving = {});

  // A variable that is at most the sum, and at most the bound.
  std::size_t AtMost(const Sum& sum, const mpq_class& bound);

  // The largest the sum can be. Before the first of these, what is gone is kept whole.
  mpq_class Maximise(const Sum& sum);
  mpq_class ValueOf(const Sum& sum) const;

  LinearProgram& linear() { return linear_; }
  std::int64_t grid() const { return problem_.grid; }

 private:
  void AddShares(const Problem& problem);
  void AddPools(const Problem& problem);
  void AddCeilings(const Problem& problem);

  const Problem& problem_;
  LinearProgram linear_;
  std::vector<Sum> kept_;  // by share
  Terms gone_;             // of what is kept before anything else, until the first objective
};

// An amount in units of the grid, and back: as a fraction, rounded down to whole units where it
// would not fit.
mpq_class ToUnits(Ratio amount, std::int64_t grid);
Ratio ToRatio(const mpq_class& units, std::int64_t grid);

}  // namespace xuefen::rules
