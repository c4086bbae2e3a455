#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <gmpxx.h>

namespace xuefen::rules {

// An exact linear programme: variables between 0 and a bound, rows "sum of multiples is at most b"
// with b not negative, and any number of objectives in order of importance. Simplex with bounded
// variables over fractions of any size, by Bland's rule, which always ends.
class LinearProgram {
 public:
  using Term = std::pair<std::size_t, mpq_class>;

  // Returns the variable's number.
  std::size_t AddVariable(const mpq_class& at_most);

  // All rows are added before the first objective.
  void AddRow(const std::vector<Term>& terms, const mpq_class& at_most);

  // Makes the sum as large as it can be without lowering what was made large before, and returns
  // it.
  mpq_class Maximise(const std::vector<Term>& objective);

  // The value of a variable at the point found last.
  mpq_class Value(std::size_t variable) const;

 private:
  struct Variable {
    mpq_class at_most;
    bool bounded = true;    // rows have slack without bound
    bool at_bound = false;  // if it is not basic: at its bound, otherwise at 0
    bool fixed = false;     // an earlier objective depends on where it is
    int row = -1;           // where it is basic
  };
  // What stops a variable that moves away from its bound.
  struct Stop {
    mpq_class step;
    int row = -1;  // -1: its own other bound
    bool at_bound = false;
    bool found = false;
  };

  void Begin();
  std::vector<mpq_class> ReducedCosts(const std::vector<Term>& objective) const;
  // The first variable that can improve the objective; the number of variables if there is none.
  std::size_t Entering(const std::vector<mpq_class>& costs) const;
  Stop FindStop(std::size_t entering, int direction) const;
  void Move(std::size_t entering, int direction, const Stop& stop);
  void Pivot(std::size_t row, std::size_t column);

  std::vector<Variable> variables_;  // those that were added, then the slack of each row
  std::vector<std::vector<Term>> added_;
  std::vector<std::vector<mpq_class>> rows_;
  std::vector<mpq_class> values_;   // of the basic variables, by row
  std::vector<std::size_t> basic_;  // by row
  bool begun_ = false;
};

}  // namespace xuefen::rules
