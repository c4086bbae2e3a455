#include "services/registry/storage/catalogue_rows.h"

#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "libs/pg/columns.h"

namespace xuefen::registry {
namespace {

constexpr pg::Statement kPutProvider = {"put_provider", R"sql(
  INSERT INTO catalogue_provider (uscc, body) VALUES ($1, $2)
  ON CONFLICT (uscc) DO UPDATE SET body = EXCLUDED.body)sql"};

constexpr pg::Statement kPutActivity = {"put_activity", R"sql(
  INSERT INTO catalogue_activity (uscc, code, body) VALUES ($1, $2, $3)
  ON CONFLICT (uscc, code) DO UPDATE SET body = EXCLUDED.body)sql"};

constexpr pg::Statement kIsComplete = {"is_catalogue_complete", R"sql(
  SELECT only_row FROM catalogue_complete)sql"};

constexpr pg::Statement kNoteComplete = {"note_catalogue_complete", R"sql(
  INSERT INTO catalogue_complete (only_row) VALUES (true) ON CONFLICT DO NOTHING)sql"};

constexpr pg::Statement kReadProviders = {"read_providers", R"sql(
  SELECT body FROM catalogue_provider)sql"};

constexpr pg::Statement kReadActivities = {"read_activities", R"sql(
  SELECT body FROM catalogue_activity)sql"};

template <typename Message>
Message Parse(const pqxx::field& field) {
  Message message;
  if (!message.ParseFromString(pg::ReadBytes(field))) {
    throw pqxx::conversion_error("a row of the catalogue is unreadable");
  }
  return message;
}

}  // namespace

void PutProvider(pg::Transaction& tx, const accreditation::v1::Provider& provider) {
  // providers/{uscc}
  const std::vector<std::string> parts = absl::StrSplit(provider.name(), '/');
  tx.Exec(kPutProvider, parts.at(1), pg::Bytes(provider.SerializeAsString()));
}

void PutActivity(pg::Transaction& tx, const accreditation::v1::ActivityRecorded& activity) {
  // providers/{uscc}/activities/{code}
  const std::vector<std::string> parts = absl::StrSplit(activity.activity().name(), '/');
  tx.Exec(kPutActivity, parts.at(1), parts.at(3), pg::Bytes(activity.SerializeAsString()));
}

bool IsCatalogueComplete(pg::Transaction& tx) { return !tx.Exec(kIsComplete).empty(); }

void NoteCatalogueComplete(pg::Transaction& tx) { tx.Exec(kNoteComplete); }

void ReadCatalogue(
    pg::Transaction& tx,
    const std::function<void(const accreditation::v1::Provider&)>& take_provider,
    const std::function<void(const accreditation::v1::ActivityRecorded&)>& take_activity) {
  for (const pqxx::row& row : tx.Exec(kReadProviders)) {
    take_provider(Parse<accreditation::v1::Provider>(row[0]));
  }
  for (const pqxx::row& row : tx.Exec(kReadActivities)) {
    take_activity(Parse<accreditation::v1::ActivityRecorded>(row[0]));
  }
}

}  // namespace xuefen::registry
