#include "tests/bench/year_tables.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/base/civil.h"

namespace xuefen::bench {
namespace {

constexpr std::int32_t kPostgresEpoch = 10957;  // 2000-01-01

// At most 8 hours a day of courses, 40 a year of self-study, 30 of achievements of 10 each.
constexpr char kByPerson[] = R"sql(
  SELECT person, credited >= 9000 AND professional >= 6000 AS met, credited
  FROM (
    SELECT person,
           sum(course) + least(sum(study), 4000) + least(sum(work), 3000) AS credited,
           sum(course_p) + least(sum(study_p), 4000) + least(sum(work_p), 3000) AS professional
    FROM (
      SELECT person,
             least(coalesce(sum(centi) FILTER (WHERE kind = 0), 0), 800) AS course,
             least(coalesce(sum(centi) FILTER (WHERE kind = 0 AND professional), 0), 800) AS course_p,
             coalesce(sum(centi) FILTER (WHERE kind = 1), 0) AS study,
             coalesce(sum(centi) FILTER (WHERE kind = 1 AND professional), 0) AS study_p,
             1000 * count(*) FILTER (WHERE kind = 2) AS work,
             1000 * count(*) FILTER (WHERE kind = 2 AND professional) AS work_p
      FROM $rows WHERE evidenced
      GROUP BY person, day) AS days
    GROUP BY person) AS people)sql";

constexpr char kFillYear[] = "COPY bench.record FROM STDIN (FORMAT binary)";

void AppendRow(std::size_t person, const Year::Entry& entry, std::string& stream) {
  AppendFieldCount(6, stream);
  AppendField(static_cast<std::int32_t>(person), stream);
  AppendField(entry.first - kPostgresEpoch, stream);
  AppendField(static_cast<std::int16_t>(entry.kind), stream);
  AppendField(entry.professional, stream);
  AppendField(entry.evidenced, stream);
  AppendField(entry.centi, stream);
}

std::int32_t NumberAt(absl::string_view row, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    number = number << 8 | static_cast<unsigned char>(row[i]);
  }
  return static_cast<std::int32_t>(number);
}

}  // namespace

std::string YearByPerson(const std::string& rows) {
  return absl::StrReplaceAll(kByPerson, {{"$rows", rows}});
}

std::string YearInAll(const std::string& rows) {
  return absl::StrCat("SELECT count(*) FILTER (WHERE met), sum(credited)::bigint FROM (",
                      YearByPerson(rows), ") AS one");
}

void WriteCsv(const Year& year, const std::string& path) {
  std::ofstream file(path);
  std::vector<Year::Entry> entries;
  std::string lines;
  for (std::size_t person = 0; person < year.people(); ++person) {
    year.EntriesOf(person, entries);
    lines.clear();
    for (const Year::Entry& entry : entries) {
      absl::StrAppend(&lines, person, ",", FormatDay(DayFromNumber(entry.first)), ",",
                      static_cast<int>(entry.kind), ",", entry.professional ? "t" : "f", ",",
                      entry.evidenced ? "t" : "f", ",", entry.centi, "\n");
    }
    file << lines;
  }
}

void FillTables(const Year& year, const Session& session) {
  constexpr std::size_t kPeopleOfStream = 20000;
  session.Run("SET client_min_messages = warning; CREATE SCHEMA IF NOT EXISTS bench");
  session.Run("DROP TABLE IF EXISTS bench.record, bench.year");
  session.Run(absl::StrCat("CREATE TABLE bench.record (", kYearColumns, ")"));
  session.Run(
      "CREATE TABLE bench.year (person integer NOT NULL, met boolean NOT NULL, credited_centi "
      "integer NOT NULL)");
  std::vector<Year::Entry> entries;
  std::string stream = BeginStream();
  for (std::size_t person = 0; person < year.people(); ++person) {
    year.EntriesOf(person, entries);
    for (const Year::Entry& entry : entries) AppendRow(person, entry, stream);
    if ((person + 1) % kPeopleOfStream != 0 && person + 1 < year.people()) continue;
    EndStream(stream);
    session.CopyIn(kFillYear, stream);
    stream = BeginStream();
  }
  session.Run("CREATE INDEX ON bench.record (person, day)");
  session.Run("VACUUM ANALYZE bench.record");
}

std::string CopyOfPeople(std::size_t first, std::size_t end) {
  return absl::StrCat("COPY (SELECT * FROM bench.record WHERE person >= ", first, " AND person < ",
                      end, " ORDER BY person, day) TO STDOUT (FORMAT binary)");
}

YearRow ReadYearRow(absl::string_view row) {
  // Two bytes for the number of fields, and before each field four for its width.
  constexpr std::size_t kPerson = 6, kDay = 14, kKind = 22, kProfessional = 28, kEvidenced = 33,
                        kCenti = 38;
  YearRow read;
  read.person = NumberAt(row, kPerson);
  read.entry.first = NumberAt(row, kDay) + kPostgresEpoch;
  read.entry.last = read.entry.first;
  read.entry.kind = static_cast<Year::Kind>(row[kKind + 1]);
  read.entry.professional = row[kProfessional] != 0;
  read.entry.evidenced = row[kEvidenced] != 0;
  read.entry.centi = NumberAt(row, kCenti);
  return read;
}

void EmptyResults(const Session& session) { session.Run("TRUNCATE bench.year"); }

YearSum SumOfResults(const Session& session) {
  return {session.Number("SELECT count(*) FROM bench.year WHERE met"),
          session.Number("SELECT coalesce(sum(credited_centi), 0) FROM bench.year")};
}

}  // namespace xuefen::bench
