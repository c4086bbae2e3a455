#include "services/credit/storage/facts.h"

#include <optional>
#include <utility>

#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"

namespace xuefen::credit {
namespace {

constexpr char kCopyAdministrations[] =
    "COPY administration (bucket, person, first_day, division) FROM STDIN (FORMAT binary)";
constexpr int kAdministrationColumns = 4;

constexpr char kCopyRecords[] =
    "COPY record (bucket, person, id, kind, subject, first_day, last_day, reported_centihours,"
    " provider, activity_code, organised_on, approved_on, filed_on) FROM STDIN (FORMAT binary)";
constexpr int kRecordColumns = 13;

// Without arrays: for arrays of one the planner thinks anew each time, for longer than it takes to
// read.
constexpr pg::Statement kLoadAdministrationsOf = {"load_administrations_of", R"sql(
  SELECT first_day, division FROM administration
  WHERE bucket = $1 AND person = $2 ORDER BY first_day)sql"};

constexpr pg::Statement kLoadRecordsOf = {"load_records_of", R"sql(
  SELECT id, kind, subject, first_day, last_day, reported_centihours, organised_on, approved_on,
         filed_on, provider, activity_code
  FROM record
  WHERE bucket = $1 AND person = $2 AND $3 <= last_day AND first_day <= $4)sql"};

// Not joins, so that the planner, who cannot know how many people are wanted, does not read a whole
// table.
constexpr pg::Statement kLoadAdministrations = {"load_administrations", R"sql(
  SELECT wanted.person, a.first_day, a.division
  FROM unnest($1, $2) AS wanted (bucket, person)
  CROSS JOIN LATERAL (SELECT first_day, division FROM administration
                      WHERE bucket = wanted.bucket AND person = wanted.person
                      ORDER BY first_day OFFSET 0) AS a)sql"};

constexpr pg::Statement kLoadRecords = {"load_records", R"sql(
  SELECT wanted.person, r.id, kind, subject, first_day, last_day, reported_centihours, organised_on,
         approved_on, filed_on
  FROM unnest($1, $2, $3, $4) AS wanted (bucket, person, first, last)
  CROSS JOIN LATERAL (SELECT * FROM record
                      WHERE bucket = wanted.bucket AND person = wanted.person
                        AND date '1970-01-01' + wanted.first::int <= last_day
                        AND first_day <= date '1970-01-01' + wanted.last::int OFFSET 0) AS r)sql"};

constexpr std::size_t kRecordsOfMost = 16;  // in the days of a year

std::int16_t BucketColumn(const Id& person) { return static_cast<std::int16_t>(person.Bucket()); }

void AddDay(std::optional<Day> day, pg::BinaryRows& rows) {
  if (day.has_value()) {
    rows.Date(*day);
  } else {
    rows.Null();
  }
}

void AddRecord(const Id& person, const LearningRecord& record, pg::BinaryRows& rows) {
  rows.BeginRow().Int16(BucketColumn(person)).Uuid(person).Uuid(record.id);
  rows.Int16(static_cast<std::int16_t>(record.kind));
  rows.Int16(static_cast<std::int16_t>(record.subject));
  rows.Date(record.first_day).Date(record.last_day).Int64(record.reported.centi());
  rows.Bytes(record.activity.provider).Bytes(record.activity.code);
  AddDay(record.organised_on, rows);
  AddDay(record.approved_on, rows);
  AddDay(record.filed_on, rows);
}

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

absl::StatusOr<LearningRecord> ReadRecord(pg::BinaryFields& row) {
  LearningRecord record;
  XUEFEN_ASSIGN_OR_RETURN(record.id, ReadId(row));
  record.kind = static_cast<Kind>(row.Int16());
  record.subject = static_cast<Subject>(row.Int16());
  record.first_day = row.Date();
  record.last_day = row.Date();
  record.reported = Hours::FromCenti(row.Int64());
  record.organised_on = row.OptionalDate();
  record.approved_on = row.OptionalDate();
  record.filed_on = row.OptionalDate();
  return record;
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

absl::Status InsertFacts(pg::Transaction& tx, const std::vector<PersonFacts>& news) {
  pg::BinaryRows administrations(kAdministrationColumns);
  pg::BinaryRows records(kRecordColumns);
  bool has_administrations = false;
  bool has_records = false;
  for (const PersonFacts& facts : news) {
    has_administrations = has_administrations || !facts.administrations.empty();
    has_records = has_records || !facts.records.empty();
    for (const Administration& administration : facts.administrations) {
      administrations.BeginRow().Int16(BucketColumn(facts.person)).Uuid(facts.person);
      administrations.Date(administration.first_day).Bytes(administration.division);
    }
    for (const LearningRecord& record : facts.records) AddRecord(facts.person, record, records);
  }
  if (has_administrations) {
    XUEFEN_RETURN_IF_ERROR(pg::CopyIn(tx, kCopyAdministrations, administrations.Finish()));
  }
  return has_records ? pg::CopyIn(tx, kCopyRecords, records.Finish()) : absl::OkStatus();
}

absl::StatusOr<std::map<Id, PersonFacts>> LoadFacts(pg::Transaction& tx, const std::set<Id>& people,
                                                    const DaysThatMatter& days) {
  std::map<Id, PersonFacts> facts;
  for (const Id& person : people) facts[person].person = person;
  pg::BinaryParams keys = KeysOf(people);
  XUEFEN_RETURN_IF_ERROR(ReadAdministrations(tx, keys, facts));
  std::vector<std::int64_t> first;
  std::vector<std::int64_t> last;
  for (const auto& [person, known] : facts) {
    const rules::DayRange wanted = days(known);
    first.push_back(DayNumber(wanted.first));
    last.push_back(DayNumber(wanted.last));
  }
  keys.Int64Array(first).Int64Array(last);
  PersonFacts* known = nullptr;  // the one of the row before: a person's rows come together
  const auto take = [&](pg::BinaryFields& row) -> absl::Status {
    XUEFEN_ASSIGN_OR_RETURN(const Id person, ReadId(row));
    if (known == nullptr || known->person != person) {
      known = &facts[person];
      known->records.reserve(kRecordsOfMost);
    }
    XUEFEN_ASSIGN_OR_RETURN(known->records.emplace_back(), ReadRecord(row));
    return absl::OkStatus();
  };
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(tx, kLoadRecords, keys, take));
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
  const auto take = [&](pg::BinaryFields& row) -> absl::Status {
    XUEFEN_ASSIGN_OR_RETURN(LearningRecord record, ReadRecord(row));
    record.activity.provider = std::string(row.Bytes());
    record.activity.code = std::string(row.Bytes());
    records.push_back(std::move(record));
    return absl::OkStatus();
  };
  const pg::BinaryParams params = KeyOf(person).Date(days.first).Date(days.last);
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(tx, kLoadRecordsOf, params, take));
  return records;
}

}  // namespace xuefen::credit
