#pragma once

// A linear programme by brute force: every corner of the polytope is looked at. Shares nothing with
// the engine's solver.

#include <cstdint>
#include <vector>

namespace xuefen::rules {

// An exact fraction of small numbers, reduced, its denominator positive.
struct Fraction {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;

  friend Fraction operator+(Fraction a, Fraction b);
  friend Fraction operator-(Fraction a, Fraction b);
  friend Fraction operator*(Fraction a, Fraction b);
  friend Fraction operator/(Fraction a, Fraction b);
  friend bool operator<(Fraction a, Fraction b);
  friend bool operator==(Fraction a, Fraction b) = default;
};

// The sum of multiples of the variables is at most a bound.
struct Halfspace {
  std::vector<Fraction> multiples;
  Fraction at_most;
};

// The largest value of each objective over all points that no half-space excludes. The polytope is
// bounded and holds the origin.
std::vector<Fraction> LargestAtCorners(const std::vector<Halfspace>& polytope,
                                       const std::vector<std::vector<Fraction>>& objectives);

}  // namespace xuefen::rules
