#include <memory>

#include "libs/service/application.h"
#include "migrations/registry_migrations.h"
#include "services/registry/application.h"
#include "xuefen/registry/v1/registry_service.pb.h"

int main(int argc, char** argv) {
  using xuefen::registry::v1::GetPersonRequest;
  return xuefen::service::Main(argc, argv,
                               {.name = "registry",
                                .descriptor = *GetPersonRequest::descriptor()->file()->service(0),
                                .migrations = xuefen::RegistryMigrations(),
                                .create = xuefen::registry::CreateApplication,
                                .commands = {{.name = "reseal",
                                              .what = "Seals stored data with the first key",
                                              .run = xuefen::registry::ResealAll}},
                                .upstreams = {"accreditation"},
                                .check = xuefen::registry::CheckSecrets,
                                .check_data = xuefen::registry::CheckStoredKeys});
}
