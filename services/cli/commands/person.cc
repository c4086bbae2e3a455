#include "services/cli/commands/person.h"

#include "services/cli/console/identity_input.h"
#include "xuefen/registry/v1/registry_service.grpc.pb.h"

namespace xuefen::cli {

using registry::v1::RegistryService;

absl::StatusOr<std::string> FindPerson(Session& session, const PersonOptions& options) {
  XUEFEN_ASSIGN_OR_RETURN(const auto stub, session.suite.Connect<RegistryService>("registry"));
  registry::v1::LookupPersonRequest request;
  request.set_display_name(options.name);
  XUEFEN_ASSIGN_OR_RETURN(*request.mutable_identity_number(),
                          ReadIdentityNumber(options.identity_file, session.output));
  XUEFEN_ASSIGN_OR_RETURN(const registry::v1::Person person,
                          Ask(*stub, &RegistryService::Stub::LookupPerson, request));
  return person.name();
}

}  // namespace xuefen::cli
