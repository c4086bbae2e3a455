#include "services/credit/storage/facts.h"

#include <optional>
#include <utility>

#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"
#include "services/credit/storage/records.h"

namespace xuefen::credit {
namespace {

constexpr char kCopyAdministrations[] =
    "COPY administration (bucket, person, first_day, division) FROM STDIN (FORMAT binary)";
constexpr int kAdministrationColumns = 4;

// Without arrays: for arrays of one the planner thinks anew each time, for longer than it takes to
// read.
constexpr pg::Statement kLoadAdministrationsOf = {"load_administrations_of", R"sql(
  SELECT first_day, division FROM administration
  WHERE bucket = $1 AND person = $2 ORDER BY first_day)sql"};

constexpr pg::Statement kLoadRecordsOf = {"load_records_of", R"sql(
  SELECT records FROM determination WHERE bucket = $1 AND person = $2 AND $3 <= year)sql"};

// Not joins, so that the planner, who cannot know how many people are wanted, does not read a whole
// table.
constexpr pg::Statement kLoadAdministrations = {"load_administrations", R"sql(
  SELECT wanted.person, a.first_day, a.division
  FROM unnest($1, $2) AS wanted (bucket, person)
  CROSS JOIN LATERAL (SELECT first_day, division FROM administration
                      WHERE bucket = wanted.bucket AND person = wanted.person
                      ORDER BY first_day OFFSET 0) AS a)sql"};

constexpr pg::Statement kLoadRecords = {"load_records", R"sql(
  SELECT wanted.person, d.records
  FROM unnest($1, $2, $3) AS wanted (bucket, person, first_year)
  CROSS JOIN LATERAL (SELECT records FROM determination
                      WHERE bucket = wanted.bucket AND person = wanted.person
                        AND wanted.first_year <= year OFFSET 0) AS d)sql"};

std::int16_t BucketColumn(const Id& person) { return static_cast<std::int16_t>(person.Bucket()); }

absl::StatusOr<Id> ReadId(pg::BinaryFields& row) {
  const std::optional<Id> id = Id::FromBytes(row.Bytes());
  if (!id.has_value()) return Refusal(Reason::INTERNAL, "facts: want an id of 16 bytes");
  return *id;
}

Administration ReadAdministration(pg::BinaryFields& row) {
  Administration administration{.first_day = row.Date(), .division = {}};
  administration.division = std::string(row.Bytes());
  return administration;
}

// Of records that touch `days`, the first year in which one may end.
std::int16_t FirstYear(const rules::DayRange& days) {
  return static_cast<std::int16_t>(days.first.year());
}

void KeepThoseThatTouch(const rules::DayRange& days, std::vector<LearningRecord>& records) {
  const auto is_elsewhere = [&](const LearningRecord& record) {
    return record.last_day < days.first || days.last < record.first_day;
  };
  std::erase_if(records, is_elsewhere);
}

pg::BinaryParams KeyOf(const Id& person) {
  return pg::BinaryParams().Int16(BucketColumn(person)).Uuid(person);
}

// The keys of `people` as two arrays.
pg::BinaryParams KeysOf(const std::set<Id>& people) {
  std::vector<std::int16_t> buckets;
  for (const Id& person : people) buckets.push_back(BucketColumn(person));
  return pg::BinaryParams().Int16Array(buckets).UuidArray(
      std::vector<Id>(people.begin(), people.end()));
}

absl::Status ReadAdministrations(pg::Transaction& tx, const pg::BinaryParams& keys,
                                 std::map<Id, PersonFacts>& facts) {
  const auto take = [&](pg::BinaryFields& row) -> absl::Status {
    XUEFEN_ASSIGN_OR_RETURN(const Id person, ReadId(row));
    facts[person].administrations.push_back(ReadAdministration(row));
    return absl::OkStatus();
  };
  return pg::ExecBinary(tx, kLoadAdministrations, keys, take);
}

}  // namespace

absl::Status InsertAdministrations(pg::Transaction& tx, const std::vector<PersonFacts>& news) {
  pg::BinaryRows rows(kAdministrationColumns);
  bool has_rows = false;
  for (const PersonFacts& facts : news) {
    for (const Administration& administration : facts.administrations) {
      rows.BeginRow().Int16(BucketColumn(facts.person)).Uuid(facts.person);
      rows.Date(administration.first_day).Bytes(administration.division);
      has_rows = true;
    }
  }
  return has_rows ? pg::CopyIn(tx, kCopyAdministrations, rows.Finish()) : absl::OkStatus();
}

absl::StatusOr<std::map<Id, PersonFacts>> LoadFacts(pg::Transaction& tx, const std::set<Id>& people,
                                                    const DaysThatMatter& days) {
  std::map<Id, PersonFacts> facts;
  for (const Id& person : people) facts[person].person = person;
  pg::BinaryParams keys = KeysOf(people);
  XUEFEN_RETURN_IF_ERROR(ReadAdministrations(tx, keys, facts));
  std::map<Id, rules::DayRange> wanted;
  std::vector<std::int16_t> first_years;
  for (const auto& [person, known] : facts) {
    first_years.push_back(FirstYear(wanted.emplace(person, days(known)).first->second));
  }
  keys.Int16Array(first_years);
  RecordReader reader;
  const auto take = [&](pg::BinaryFields& row) -> absl::Status {
    XUEFEN_ASSIGN_OR_RETURN(const Id person, ReadId(row));
    return reader.Read(row.Bytes(), facts[person].records);
  };
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(tx, kLoadRecords, keys, take));
  for (auto& [person, known] : facts) KeepThoseThatTouch(wanted.at(person), known.records);
  return facts;
}

absl::StatusOr<PersonFacts> LoadAdministered(pg::Transaction& tx, const Id& person) {
  PersonFacts facts{.person = person, .administrations = {}, .records = {}};
  const auto take = [&](pg::BinaryFields& row) {
    facts.administrations.push_back(ReadAdministration(row));
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(tx, kLoadAdministrationsOf, KeyOf(person), take));
  return facts;
}

absl::StatusOr<std::vector<LearningRecord>> LoadRecords(pg::Transaction& tx, const Id& person,
                                                        const rules::DayRange& days) {
  std::vector<LearningRecord> records;
  RecordReader reader;
  const auto take = [&](pg::BinaryFields& row) { return reader.Read(row.Bytes(), records); };
  const pg::BinaryParams params = KeyOf(person).Int16(FirstYear(days));
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(tx, kLoadRecordsOf, params, take));
  KeepThoseThatTouch(days, records);
  return records;
}

}  // namespace xuefen::credit
