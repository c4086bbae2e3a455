#pragma once

#include <compare>
#include <cstdint>
#include <map>

#include "libs/base/hours.h"

namespace xuefen::statistics {

// Numbers of a kind and a subject, as in xuefen.common.v1: 1 to 9, of which the contract uses some.
struct KindAndSubject {
  int kind;
  int subject;

  friend auto operator<=>(const KindAndSubject&, const KindAndSubject&) = default;
};

inline constexpr int kKindAndSubjectMax = 9;

// Hours before and after the rules.
struct HoursPair {
  Hours reported;
  Hours credited;

  friend bool operator==(const HoursPair&, const HoursPair&) = default;
};

// What is counted. Stored, so these numbers stay for ever. Hours are in hundredths.
//
//   1                          people with at least one record that ends in the year
//   2                          people who meet all requirements
//   3                          people registered
//   10 * kind + subject + 100  hours reported
//   10 * kind + subject + 200  hours credited
using Measure = int;

inline constexpr Measure kPeopleWithRecords = 1;
inline constexpr Measure kPeopleMet = 2;
inline constexpr Measure kPeopleRegistered = 3;

constexpr Measure ReportedHours(KindAndSubject cell) { return 100 + 10 * cell.kind + cell.subject; }
constexpr Measure CreditedHours(KindAndSubject cell) { return 200 + 10 * cell.kind + cell.subject; }
constexpr bool IsReportedHours(Measure measure) { return measure / 100 == 1; }
constexpr bool IsCreditedHours(Measure measure) { return measure / 100 == 2; }

// The kind and subject of a measure of hours.
constexpr KindAndSubject CellOf(Measure measure) {
  return {.kind = measure % 100 / 10, .subject = measure % 10};
}

// The figures of one person and year; a measure that is absent is 0.
using Figures = std::map<Measure, std::int64_t>;

}  // namespace xuefen::statistics
