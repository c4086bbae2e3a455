#include "services/credit/storage/names.h"

#include <pqxx/pqxx>
#include <vector>

#include "services/credit/storage/arrays.h"

namespace xuefen::credit {
namespace {

constexpr pg::Statement kPutProvider = {"put_provider_name", R"sql(
  INSERT INTO provider_name (uscc, display_name) VALUES ($1, $2)
  ON CONFLICT (uscc) DO UPDATE SET display_name = EXCLUDED.display_name)sql"};

constexpr pg::Statement kPutActivity = {"put_activity_name", R"sql(
  INSERT INTO activity_name (uscc, code, display_name) VALUES ($1, $2, $3)
  ON CONFLICT (uscc, code) DO UPDATE SET display_name = EXCLUDED.display_name)sql"};

constexpr pg::Statement kLoadProviders = {"load_provider_names", R"sql(
  SELECT uscc, display_name FROM provider_name WHERE uscc = ANY($1))sql"};

constexpr pg::Statement kLoadActivities = {"load_activity_names", R"sql(
  SELECT uscc, code, display_name FROM activity_name
  WHERE uscc = ANY($1) AND code = ANY($2))sql"};

}  // namespace

void PutNames(pg::Transaction& tx, const Names& names) {
  for (const auto& [uscc, display_name] : names.providers) {
    tx.Exec(kPutProvider, uscc, display_name);
  }
  for (const auto& [activity, display_name] : names.activities) {
    tx.Exec(kPutActivity, activity.provider, activity.code, display_name);
  }
}

Names LoadNames(pg::Transaction& tx, const std::set<ActivityKey>& activities) {
  std::vector<std::string> usccs;
  std::vector<std::string> codes;
  for (const ActivityKey& activity : activities) {
    usccs.push_back(activity.provider);
    codes.push_back(activity.code);
  }
  const std::string providers = ArrayOf(usccs);
  Names names;
  for (const pqxx::row& row : tx.Exec(kLoadProviders, providers)) {
    names.providers[row[0].as<std::string>()] = row[1].as<std::string>();
  }
  for (const pqxx::row& row : tx.Exec(kLoadActivities, providers, ArrayOf(codes))) {
    names.activities[{row[0].as<std::string>(), row[1].as<std::string>()}] =
        row[2].as<std::string>();
  }
  return names;
}

}  // namespace xuefen::credit
