#include "services/credit/storage/names.h"

#include <utility>
#include <vector>

#include "libs/base/status_macros.h"
#include "libs/pg/binary_io.h"

namespace xuefen::credit {
namespace {

constexpr pg::Statement kPutProvider = {"put_provider_name", R"sql(
  INSERT INTO provider_name (uscc, display_name) VALUES ($1, $2)
  ON CONFLICT (uscc) DO UPDATE SET display_name = EXCLUDED.display_name)sql"};

constexpr pg::Statement kPutActivity = {"put_activity_name", R"sql(
  INSERT INTO activity_name (uscc, code, display_name) VALUES ($1, $2, $3)
  ON CONFLICT (uscc, code) DO UPDATE SET display_name = EXCLUDED.display_name)sql"};

// A provider's own name stands without a code.
constexpr pg::Statement kLoad = {"load_names", R"sql(
  SELECT uscc, '' AS code, display_name FROM provider_name WHERE uscc = ANY($1)
  UNION ALL
  SELECT uscc, code, display_name FROM activity_name WHERE uscc = ANY($1) AND code = ANY($2))sql"};

}  // namespace

void PutNames(pg::Transaction& tx, const Names& names) {
  for (const auto& [uscc, display_name] : names.providers) {
    tx.Exec(kPutProvider, uscc, display_name);
  }
  for (const auto& [activity, display_name] : names.activities) {
    tx.Exec(kPutActivity, activity.provider, activity.code, display_name);
  }
}

absl::StatusOr<Names> LoadNames(pg::Transaction& tx, const std::set<ActivityKey>& activities) {
  std::vector<absl::string_view> usccs;
  std::vector<absl::string_view> codes;
  for (const ActivityKey& activity : activities) {
    if (usccs.empty() || usccs.back() != activity.provider) usccs.push_back(activity.provider);
    codes.push_back(activity.code);
  }
  Names names;
  if (activities.empty()) return names;
  const auto take = [&](pg::BinaryFields& row) {
    std::string uscc(row.Bytes());
    std::string code(row.Bytes());
    std::string display_name(row.Bytes());
    if (code.empty()) {
      names.providers[std::move(uscc)] = std::move(display_name);
    } else {
      names.activities[{std::move(uscc), std::move(code)}] = std::move(display_name);
    }
    return absl::OkStatus();
  };
  const pg::BinaryParams params = pg::BinaryParams().TextArray(usccs).TextArray(codes);
  XUEFEN_RETURN_IF_ERROR(pg::ExecBinary(tx, kLoad, params, take));
  return names;
}

}  // namespace xuefen::credit
