#include <nlohmann/json.hpp>

#include "grpc/health/v1/health.grpc.pb.h"
#include "services/cli/commands/commands.h"

namespace xuefen::cli {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

constexpr const char* kServices[] = {"accreditation", "registry", "credit", "statistics"};
// No patience: whether it serves now is the question.
constexpr absl::Duration kTimeout = absl::Seconds(3);

absl::StatusOr<HealthCheckResponse> Check(Session& session, const std::string& service) {
  XUEFEN_ASSIGN_OR_RETURN(const auto stub, session.suite.Connect<Health>(service));
  return rpc::Invoke(*stub, &Health::Stub::Check, HealthCheckRequest(),
                     {.deadline = absl::Now() + kTimeout});
}

}  // namespace

Exit ShowHealth(Session& session) {
  nlohmann::ordered_json json;
  bool all_serve = true;
  for (const char* service : kServices) {
    const absl::StatusOr<HealthCheckResponse> response = Check(session, service);
    if (!response.ok() && absl::IsInvalidArgument(response.status())) {
      return session.Misused(response.status());
    }
    const bool serves = response.ok() && response->status() == HealthCheckResponse::SERVING;
    all_serve = all_serve && serves;
    json[service] = serves ? "SERVING" : "NOT_SERVING";
    if (session.output.json()) continue;
    session.output.Line(serves ? "$0：正常服务" : "$0：不能服务",
                        serves ? "$0: serving" : "$0: not serving", service);
    if (!response.ok()) ReportFailure(response.status(), session.output);
  }
  if (session.output.json()) session.output.Json(json.dump());
  return all_serve ? Exit::kDone : Exit::kUnfinished;
}

}  // namespace xuefen::cli
