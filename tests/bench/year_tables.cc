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

// Some pages at a time, as two strings of numbers: people, and what they did. PostgreSQL takes half
// as long to write them as to send rows and columns, and the pages need no index.
constexpr char kCopyPages[] = R"sql(
  COPY (
    SELECT part.*
    FROM generate_series($first, $end - 1, 100) AS page,
         LATERAL (
           SELECT string_agg(int4send(person), '') AS people,
                  string_agg(
                    int8send(
                      ((day - date '1970-01-01') * 65536 + kind * 4 +
                       CASE WHEN professional THEN CASE WHEN evidenced THEN 3 ELSE 2 END
                            ELSE CASE WHEN evidenced THEN 1 ELSE 0 END END)::bigint << 32 | centi),
                    '')
           FROM bench.record
           WHERE ctid >= format('(%s,0)', page)::tid
             AND ctid < format('(%s,0)', least(page + 100, $end))::tid) AS part
    WHERE people IS NOT NULL)
  TO STDOUT (FORMAT binary))sql";
constexpr std::size_t kPackedSize = 12;

std::int32_t NumberAt(const char* bytes) {
  std::uint32_t number = 0;
  for (int i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return static_cast<std::int32_t>(number);
}

Year::Entry EntryAt(const char* packed) {
  const std::int32_t day_and_shape = NumberAt(packed);
  const std::int32_t day = day_and_shape >> 16;
  return {day,
          day,
          static_cast<Year::Kind>(day_and_shape >> 2 & 0x3FFF),
          (day_and_shape & 2) != 0,
          (day_and_shape & 1) != 0,
          NumberAt(packed + 4)};
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

std::size_t PagesOfYear(const Session& session) {
  return static_cast<std::size_t>(
      session.Number("SELECT pg_relation_size('bench.record') / "
                     "current_setting('block_size')::bigint"));
}

void ReadPages(const Session& session, std::size_t first, std::size_t end,
               std::vector<YearRow>& rows) {
  const std::string copy = absl::StrReplaceAll(
      kCopyPages, {{"$first", absl::StrCat(first)}, {"$end", absl::StrCat(end)}});
  session.CopyOut(copy, [&rows](absl::string_view copied) {
    // Two bytes for the number of fields, and before each field four for its width.
    const char* person = copied.data() + 6;
    const std::size_t count = (copied.size() - 10) / kPackedSize;
    const char* packed = person + 4 * count + 4;
    for (std::size_t i = 0; i < count; ++i, person += 4, packed += 8) {
      rows.push_back({NumberAt(person), EntryAt(packed)});
    }
  });
}

void EmptyResults(const Session& session) { session.Run("TRUNCATE bench.year"); }

YearSum SumOfResults(const Session& session) {
  return {session.Number("SELECT count(*) FROM bench.year WHERE met"),
          session.Number("SELECT coalesce(sum(credited_centi), 0) FROM bench.year")};
}

}  // namespace xuefen::bench
