#include <string>
#include <vector>

#include "libs/wire/wire.h"
#include "services/cli/commands/commands.h"
#include "services/cli/imports/importer.h"
#include "services/cli/suite/file.h"
#include "xuefen/accreditation/v1/accreditation_service.grpc.pb.h"
#include "xuefen/registry/v1/registry_service.grpc.pb.h"

namespace xuefen::cli {
namespace {

namespace av1 = accreditation::v1;
namespace rv1 = registry::v1;

template <typename Item>
using Reader = absl::StatusOr<ImportRows<Item>> (*)(absl::string_view bytes,
                                                    absl::string_view file_name);

template <typename Item>
absl::StatusOr<ImportRows<Item>> ReadRowsOf(const std::string& file, Reader<Item> read) {
  XUEFEN_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
  return read(bytes, file);
}

// `service` is the program that takes the import, whose tokens are kept; `call` gives it one batch.
template <typename Service, typename Item, typename Call>
Exit Import(Session& session, const std::string& service, const std::string& file,
            Reader<Item> read, Call call) {
  const absl::StatusOr<ImportRows<Item>> rows = ReadRowsOf(file, read);
  if (!rows.ok()) return session.Misused(rows.status());
  const auto stub = session.suite.Connect<Service>(service);
  if (!stub.ok()) return session.Failed(stub.status());
  Importer importer(*rows, [&](const std::string& division, const std::vector<Item>& items) {
    return call(**stub, division, items);
  });
  const absl::StatusOr<std::vector<ImportAnswer>> answers = importer.Run();
  const absl::Status kept = session.suite.tokens().Replace(service, {}, importer.tokens());
  if (!answers.ok()) return session.Unfinished(answers.status());
  if (!kept.ok()) return session.Unfinished(kept);
  return ReportImport(file, *answers, session.output);
}

// A request of `division` and `items`.
template <typename Request, typename Item>
Request RequestOf(const std::string& division, const std::vector<Item>& items) {
  Request request;
  request.set_division(division);
  request.mutable_items()->Add(items.begin(), items.end());
  return request;
}

using Accreditation = av1::AccreditationService;
using Registry = rv1::RegistryService;

}  // namespace

Exit ImportProviders(Session& session, const ImportOptions& options) {
  return Import<Accreditation>(
      session, "accreditation", options.file, ReadProviders,
      [](Accreditation::Stub& stub, const std::string& division, const auto& items) {
        return Ask(stub, &Accreditation::Stub::ImportProviders,
                   RequestOf<av1::ImportProvidersRequest>(division, items));
      });
}

Exit ImportActivities(Session& session, const ImportOptions& options) {
  return Import<Accreditation>(
      session, "accreditation", options.file, ReadActivities,
      [](Accreditation::Stub& stub, const std::string& division, const auto& items) {
        return Ask(stub, &Accreditation::Stub::ImportActivities,
                   RequestOf<av1::ImportActivitiesRequest>(division, items));
      });
}

Exit ImportPeople(Session& session, const ImportOptions& options) {
  return Import<Registry>(session, "registry", options.file, ReadPeople,
                          [&](Registry::Stub& stub, const std::string&, const auto& items) {
                            auto request =
                                RequestOf<rv1::ImportPeopleRequest>(options.division, items);
                            if (options.from.has_value())
                              *request.mutable_first_day() = wire::ToProto(*options.from);
                            return Ask(stub, &Registry::Stub::ImportPeople, request);
                          });
}

}  // namespace xuefen::cli
