#include "services/credit/storage/facts.h"

#include <optional>
#include <pqxx/pqxx>

#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"
#include "libs/pg/columns.h"
#include "services/credit/storage/arrays.h"

namespace xuefen::credit {
namespace {

constexpr char kCopyAdministrations[] =
    "COPY administration (bucket, person, first_day, division) FROM STDIN (FORMAT binary)";
constexpr int kAdministrationColumns = 4;

constexpr char kCopyRecords[] =
    "COPY record (bucket, person, id, kind, subject, first_day, last_day, reported_centihours,"
    " provider, activity_code, organised_on, approved_on, filed_on) FROM STDIN (FORMAT binary)";
constexpr int kRecordColumns = 13;

// One bucket a statement: that is one shard.
constexpr pg::Statement kLoadAdministrations = {"load_administrations", R"sql(
  SELECT person, first_day, division FROM administration
  WHERE bucket = $1 AND person = ANY($2) ORDER BY person, first_day)sql"};

constexpr pg::Statement kLoadRecords = {"load_records", R"sql(
  SELECT person, id, kind, subject, first_day, last_day, reported_centihours, provider,
         activity_code, organised_on, approved_on, filed_on
  FROM record WHERE bucket = $1 AND person = ANY($2))sql"};

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

Administration AdministrationFrom(const pqxx::row& row) {
  return {.first_day = pg::ReadDay(row[1]), .division = row[2].as<std::string>()};
}

LearningRecord RecordFrom(const pqxx::row& row) {
  return {.id = pg::ReadId(row[1]),
          .kind = static_cast<Kind>(row[2].as<int>()),
          .subject = static_cast<Subject>(row[3].as<int>()),
          .first_day = pg::ReadDay(row[4]),
          .last_day = pg::ReadDay(row[5]),
          .reported = pg::ReadHours(row[6]),
          .activity = {.provider = row[7].as<std::string>(), .code = row[8].as<std::string>()},
          .organised_on = pg::ReadOptionalDay(row[9]),
          .approved_on = pg::ReadOptionalDay(row[10]),
          .filed_on = pg::ReadOptionalDay(row[11])};
}

}  // namespace

absl::Status InsertFacts(pg::Transaction& tx, const std::vector<PersonFacts>& news) {
  pg::BinaryRows administrations(kAdministrationColumns);
  pg::BinaryRows records(kRecordColumns);
  for (const PersonFacts& facts : news) {
    for (const Administration& administration : facts.administrations) {
      administrations.BeginRow().Int16(BucketColumn(facts.person)).Uuid(facts.person);
      administrations.Date(administration.first_day).Bytes(administration.division);
    }
    for (const LearningRecord& record : facts.records) AddRecord(facts.person, record, records);
  }
  XUEFEN_RETURN_IF_ERROR(pg::CopyIn(tx, kCopyAdministrations, administrations.Finish()));
  return pg::CopyIn(tx, kCopyRecords, records.Finish());
}

std::map<Id, PersonFacts> LoadFacts(pg::Transaction& tx, const std::set<Id>& people) {
  std::map<Id, PersonFacts> facts;
  std::map<int, std::vector<Id>> by_bucket;
  for (const Id& person : people) {
    facts[person].person = person;
    by_bucket[person.Bucket()].push_back(person);
  }
  for (const auto& [bucket, members] : by_bucket) {
    const std::string wanted = ArrayOf(members);
    for (const pqxx::row& row : tx.Exec(kLoadAdministrations, bucket, wanted)) {
      facts[pg::ReadId(row[0])].administrations.push_back(AdministrationFrom(row));
    }
    for (const pqxx::row& row : tx.Exec(kLoadRecords, bucket, wanted)) {
      facts[pg::ReadId(row[0])].records.push_back(RecordFrom(row));
    }
  }
  return facts;
}

std::vector<Administration> LoadAdministrations(pg::Transaction& tx, const Id& person) {
  std::vector<Administration> administrations;
  for (const pqxx::row& row :
       tx.Exec(kLoadAdministrations, person.Bucket(), ArrayOf(std::vector<Id>{person}))) {
    administrations.push_back(AdministrationFrom(row));
  }
  return administrations;
}

}  // namespace xuefen::credit
