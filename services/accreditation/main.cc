#include <memory>

#include "libs/base/status_macros.h"
#include "libs/feed/gate.h"
#include "libs/feed/positions.h"
#include "libs/service/application.h"
#include "migrations/accreditation_migrations.h"
#include "services/accreditation/api/service.h"
#include "services/accreditation/app/answers.h"
#include "services/accreditation/app/load_authorities.h"
#include "xuefen/accreditation/v1/accreditation_service.pb.h"

namespace xuefen::accreditation {
namespace {

class Accreditation final : public service::Application {
 public:
  explicit Accreditation(const service::Parts& parts)
      : parts_(parts), gate_({kServiceName}, [this] { return Reached(); }) {}

  rpc::FreshnessGate* gate() override { return &gate_; }

  void Register(rpc::Service& service) override {
    RegisterHandlers({.pool = parts_.pool, .tokens = parts_.tokens, .clock = parts_.clock},
                     service);
  }

  void Stop() override { gate_.Stop(); }

 private:
  // It follows nobody and reads its own tables: all there is are its own tokens.
  absl::StatusOr<std::map<std::string, feed::Positions>> Reached() {
    XUEFEN_ASSIGN_OR_RETURN(feed::Positions own, feed::ReadHeads(parts_.pool));
    return std::map<std::string, feed::Positions>{{kServiceName, std::move(own)}};
  }

  const service::Parts parts_;
  feed::PositionGate gate_;
};

absl::StatusOr<std::unique_ptr<service::Application>> Create(const service::Parts& parts) {
  XUEFEN_RETURN_IF_ERROR(LoadAuthorities(parts.pool, parts.config.reference_directory()));
  return std::make_unique<Accreditation>(parts);
}

}  // namespace
}  // namespace xuefen::accreditation

int main(int argc, char** argv) {
  using xuefen::accreditation::v1::GetAuthorityRequest;
  return xuefen::service::Main(
      argc, argv,
      {.name = "accreditation",
       .descriptor = *GetAuthorityRequest::descriptor()->file()->service(0),
       .migrations = xuefen::AccreditationMigrations(),
       .create = xuefen::accreditation::Create,
       .check = xuefen::accreditation::CheckReference});
}
