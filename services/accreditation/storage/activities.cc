#include "services/accreditation/storage/activities.h"

#include <pqxx/pqxx>

#include "libs/pg/columns.h"
#include "services/accreditation/domain/provider.h"

namespace xuefen::accreditation {
namespace {

constexpr pg::Statement kFind = {"find_activity", R"sql(
  SELECT uscc, code, display_name, subject, form, first_day, last_day, planned_centihours, gate,
         gate_day, authority, (extract(epoch FROM created_at) * 1000000)::bigint
  FROM activity WHERE bucket = $1 AND uscc = $2 AND code = $3)sql"};

constexpr pg::Statement kList = {"list_activities", R"sql(
  SELECT uscc, code, display_name, subject, form, first_day, last_day, planned_centihours, gate,
         gate_day, authority, (extract(epoch FROM created_at) * 1000000)::bigint
  FROM activity WHERE bucket = $1 AND uscc = $2 AND code > $3 ORDER BY code LIMIT $4)sql"};

constexpr pg::Statement kInsert = {"insert_activity", R"sql(
  INSERT INTO activity (bucket, uscc, code, display_name, subject, form, first_day, last_day,
                        planned_centihours, gate, gate_day, authority, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
          $13))sql"};

int BucketOf(const std::string& uscc) { return Provider::IdOf(uscc).Bucket(); }

RecordedActivity FromRow(const pqxx::row& row) {
  return {.activity = {.code = row[1].as<std::string>(),
                       .provider = row[0].as<std::string>(),
                       .display_name = row[2].as<std::string>(),
                       .subject = static_cast<Subject>(row[3].as<int>()),
                       .form = static_cast<Form>(row[4].as<int>()),
                       .first_day = pg::ReadDay(row[5]),
                       .last_day = pg::ReadDay(row[6]),
                       .planned = pg::ReadHours(row[7]),
                       .gate = static_cast<Gate>(row[8].as<int>()),
                       .gate_day = pg::ReadDay(row[9]),
                       .authority = row[10].as<std::string>()},
          .created_at = absl::FromUnixMicros(row[11].as<std::int64_t>())};
}

}  // namespace

std::optional<RecordedActivity> FindActivity(pg::Transaction& tx, const std::string& uscc,
                                             const std::string& code) {
  const pqxx::result rows = tx.Exec(kFind, BucketOf(uscc), uscc, code);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

void InsertActivity(pg::Transaction& tx, const RecordedActivity& recorded) {
  const Activity& activity = recorded.activity;
  tx.Exec(kInsert, BucketOf(activity.provider), activity.provider, activity.code,
          activity.display_name, static_cast<int>(activity.subject),
          static_cast<int>(activity.form), pg::Column(activity.first_day),
          pg::Column(activity.last_day), pg::Column(activity.planned),
          static_cast<int>(activity.gate), pg::Column(activity.gate_day), activity.authority,
          absl::FormatTime(absl::RFC3339_full, recorded.created_at, absl::UTCTimeZone()));
}

std::vector<RecordedActivity> ListActivities(pg::Transaction& tx, const std::string& uscc,
                                             const std::string& after, int count_max) {
  std::vector<RecordedActivity> activities;
  for (const pqxx::row& row : tx.Exec(kList, BucketOf(uscc), uscc, after, count_max)) {
    activities.push_back(FromRow(row));
  }
  return activities;
}

}  // namespace xuefen::accreditation
