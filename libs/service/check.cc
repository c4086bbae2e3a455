#include "libs/service/check.h"

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "libs/crypto/key_ring.h"
#include "libs/pg/migrations.h"
#include "libs/rpc/denied.h"
#include "libs/rpc/tls.h"
#include "migrations/ledger_migrations.h"

namespace xuefen::service {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);

class Faults {
 public:
  void Note(const absl::Status& status) {
    if (!status.ok()) lines_.emplace_back(status.message());
  }
  absl::Status ToStatus() const {
    if (lines_.empty()) return absl::OkStatus();
    return absl::FailedPreconditionError(absl::StrJoin(lines_, "\n"));
  }

 private:
  std::vector<std::string> lines_;
};

void CheckFiles(const config::v1::ServiceConfig& config, const Definition& definition,
                Faults& faults) {
  faults.Note(rpc::CheckServiceCertificate(config.tls_directory(), definition.name));
  faults.Note(rpc::DeniedCertificates::Open(config.denied_certificates_file()).status());
  faults.Note(crypto::KeyRing::Load(config.secrets().tokens_file()).status());
  for (const std::string& upstream : definition.upstreams) {
    faults.Note(config::AddressOf(config, upstream).status());
  }
  if (definition.check != nullptr) faults.Note(definition.check(config));
}

absl::Status CheckDatabase(const config::v1::ServiceConfig& config, const Definition& definition) {
  XUEFEN_ASSIGN_OR_RETURN(const std::string conninfo, pg::ReadConninfo(config.conninfo_file()));
  pg::Pool pool({.conninfo = conninfo, .connections_max = 1});
  XUEFEN_RETURN_IF_ERROR(CheckSchemas(pool, definition));
  return definition.check_data == nullptr ? absl::OkStatus() : definition.check_data(config, pool);
}

}  // namespace

absl::Status CheckSchemas(pg::Pool& pool, const Definition& definition) {
  for (const pg::MigrationSet* set : {&LedgerMigrations(), &definition.migrations}) {
    const int last = static_cast<int>(set->migrations.size());
    XUEFEN_RETURN_IF_ERROR(pg::CheckSchema(pool, absl::Now() + kTimeout, set->name, last, last));
  }
  return absl::OkStatus();
}

absl::Status Check(const config::v1::ServiceConfig& config, const Definition& definition) {
  Faults faults;
  CheckFiles(config, definition, faults);
  faults.Note(CheckDatabase(config, definition));
  return faults.ToStatus();
}

}  // namespace xuefen::service
