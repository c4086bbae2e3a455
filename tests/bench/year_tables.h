#pragma once

#include <array>
#include <string>

#include "tests/bench/database.h"
#include "tests/bench/year.h"

namespace xuefen::bench {

// What a year comes to: of how many people both minima are met, and all credited hundredths.
struct YearSum {
  std::int64_t met = 0;
  std::int64_t credited_centi = 0;

  friend bool operator==(const YearSum&, const YearSum&) = default;
};

// Columns of the records of a year, for CREATE TABLE; the query that computes for each person
// (person, met, credited_centi) from the rows of a table expression; and that over all people.
inline constexpr char kYearColumns[] =
    "person integer NOT NULL, day date NOT NULL, kind smallint NOT NULL, professional boolean NOT "
    "NULL, evidenced boolean NOT NULL, centi integer NOT NULL";
std::string YearByPerson(const std::string& rows);
std::string YearInAll(const std::string& rows);

// Writes the records of a year for DuckDB, in order of people and days.
void WriteCsv(const Year& year, const std::string& path);

// Makes the tables bench.record, in order of people and days and indexed by both, and bench.year
// for results.
void FillTables(const Year& year, const Session& session);

// Rows of some pages of bench.record, in any order.
struct YearRow {
  std::int32_t person = 0;
  Year::Entry entry;
};

// How many pages bench.record has; appends the rows of those from `first` to before `end`.
std::size_t PagesOfYear(const Session& session);
void ReadPages(const Session& session, std::size_t first, std::size_t end,
               std::vector<YearRow>& rows);

// Empties bench.year; what it holds.
void EmptyResults(const Session& session);
YearSum SumOfResults(const Session& session);

}  // namespace xuefen::bench
