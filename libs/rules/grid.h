#pragma once

#include <cstdint>

#include "libs/rules/model.h"

namespace xuefen::rules {

// What the int64 arithmetic rests on; the loader and the evaluator refuse what passes these. A sum
// stays below 2^24 * 2^16 * 2^20 = 2^60, a converted quantity below 2^31 * 2^32 = 2^63.
inline constexpr std::int64_t kRecordCentiMax = std::int64_t{1} << 24;  // worth of one record
inline constexpr std::int64_t kQuantityCentiMax = (std::int64_t{1} << 31) - 1;
inline constexpr std::int64_t kFinenessMax = std::int64_t{1} << 16;
inline constexpr std::int64_t kFactorMax = std::int64_t{1} << 32;
inline constexpr std::int64_t kThresholdMax = std::int64_t{1} << 20;  // hours
inline constexpr std::int64_t kDivisorMax = std::int64_t{1} << 16;    // parts, months, divisors
inline constexpr std::int64_t kWindowsMax = 1200;  // that one question looks back over
inline constexpr std::size_t kRecordsMax = std::size_t{1} << 20;  // of one person

// The grid is 100 * fineness units an hour: fine enough for every factor, rounding step and ceiling
// to be a whole number of units. Returns the least common multiple of `fineness` and what the body
// asks for; more than kFinenessMax means that it is too fine.
std::int64_t Finer(std::int64_t fineness, const Body& body);

// What one unit of the term's quantity comes to, in units of the grid: one hundredth of a quantity,
// or one item.
std::int64_t FactorOf(const Term& term, std::int64_t grid);

}  // namespace xuefen::rules
