#include "tests/rules/vertices.h"

#include <numeric>
#include <optional>
#include <utility>

namespace xuefen::rules {
namespace {

Fraction Reduced(std::int64_t numerator, std::int64_t denominator) {
  if (denominator < 0) return Reduced(-numerator, -denominator);
  const std::int64_t common = std::gcd(numerator, denominator);
  return {numerator / common, denominator / common};
}

// The point where all of these hold with equality, if there is exactly one.
std::optional<std::vector<Fraction>> PointOf(std::vector<Halfspace> rows) {
  const std::size_t size = rows.size();
  for (std::size_t column = 0; column < size; ++column) {
    std::size_t pivot = column;
    while (pivot < size && rows[pivot].multiples[column] == Fraction()) ++pivot;
    if (pivot == size) return std::nullopt;
    std::swap(rows[column], rows[pivot]);
    for (std::size_t i = 0; i < size; ++i) {
      if (i == column || rows[i].multiples[column] == Fraction()) continue;
      const Fraction factor = rows[i].multiples[column] / rows[column].multiples[column];
      for (std::size_t j = column; j < size; ++j) {
        rows[i].multiples[j] = rows[i].multiples[j] - factor * rows[column].multiples[j];
      }
      rows[i].at_most = rows[i].at_most - factor * rows[column].at_most;
    }
  }
  std::vector<Fraction> point;
  for (std::size_t i = 0; i < size; ++i) point.push_back(rows[i].at_most / rows[i].multiples[i]);
  return point;
}

Fraction Dot(const std::vector<Fraction>& multiples, const std::vector<Fraction>& point) {
  Fraction sum;
  for (std::size_t i = 0; i < point.size(); ++i) sum = sum + multiples[i] * point[i];
  return sum;
}

bool Holds(const std::vector<Halfspace>& polytope, const std::vector<Fraction>& point) {
  for (const Halfspace& half : polytope) {
    if (half.at_most < Dot(half.multiples, point)) return false;
  }
  return true;
}

}  // namespace

Fraction operator+(Fraction a, Fraction b) {
  return Reduced(a.numerator * b.denominator + b.numerator * a.denominator,
                 a.denominator * b.denominator);
}
Fraction operator-(Fraction a, Fraction b) { return a + Fraction{-b.numerator, b.denominator}; }
Fraction operator*(Fraction a, Fraction b) {
  return Reduced(a.numerator * b.numerator, a.denominator * b.denominator);
}
Fraction operator/(Fraction a, Fraction b) {
  return Reduced(a.numerator * b.denominator, a.denominator * b.numerator);
}
bool operator<(Fraction a, Fraction b) {
  return a.numerator * b.denominator < b.numerator * a.denominator;
}

std::vector<Fraction> LargestAtCorners(const std::vector<Halfspace>& polytope,
                                       const std::vector<std::vector<Fraction>>& objectives) {
  std::vector<Fraction> largest(objectives.size());
  const std::size_t dimensions = polytope.front().multiples.size();
  std::vector<std::size_t> chosen(dimensions);
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  for (;;) {
    std::vector<Halfspace> rows;
    for (const std::size_t i : chosen) rows.push_back(polytope[i]);
    const auto point = PointOf(std::move(rows));
    if (point && Holds(polytope, *point)) {
      for (std::size_t i = 0; i < objectives.size(); ++i) {
        const Fraction value = Dot(objectives[i], *point);
        if (largest[i] < value) largest[i] = value;
      }
    }
    // The next choice of as many half-spaces as there are dimensions.
    std::size_t at = dimensions;
    while (at > 0 && chosen[at - 1] == polytope.size() - dimensions + at - 1) --at;
    if (at == 0) return largest;
    ++chosen[at - 1];
    for (std::size_t i = at; i < dimensions; ++i) chosen[i] = chosen[i - 1] + 1;
  }
}

}  // namespace xuefen::rules
