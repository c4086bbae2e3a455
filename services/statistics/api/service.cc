#include "services/statistics/api/service.h"

#include <memory>
#include <optional>

#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/bind.h"
#include "libs/wire/wire.h"
#include "services/statistics/api/convert.h"
#include "services/statistics/app/summarise.h"
#include "xuefen/statistics/v1/statistics_service.pb.h"

namespace xuefen::statistics {
namespace {

// The day the caller names, if it names one.
absl::StatusOr<std::optional<Day>> AskedDay(const v1::GetSummaryRequest& request) {
  if (!request.has_as_of_day()) return std::optional<Day>();
  const std::optional<Day> day = wire::FromProto(request.as_of_day());
  if (!day.has_value()) {
    return InvalidFields({{.field = "as_of_day", .description = "an existing day"}});
  }
  return day;
}

// The handlers; one function a method.
class Handlers {
 public:
  explicit Handlers(const Dependencies& dependencies)
      : pool_(dependencies.pool), tokens_(dependencies.tokens), clock_(dependencies.clock) {}

  absl::Status GetSummary(const rpc::Call& call, const v1::GetSummaryRequest& request,
                          v1::Summary& response) {
    // Only a caller of the whole platform has no division of its own.
    if (request.division().empty()) {
      return InvalidFields({{.field = "division", .description = "a division code"}});
    }
    XUEFEN_ASSIGN_OR_RETURN(const std::optional<Day> asked, AskedDay(request));
    XUEFEN_ASSIGN_OR_RETURN(const Day as_of,
                            AsOfDay(request.year(), asked, DayInChina(clock_.Now())));
    const SummaryQuestion question = {
        .division = request.division(), .year = request.year(), .as_of = as_of};
    XUEFEN_ASSIGN_OR_RETURN(const SummaryAnswer answer,
                            Summarise(pool_, call.deadline(), question));
    response = ToProto(question, answer);
    response.set_freshness_token(tokens_.SealFreshness(answer.freshness));
    return absl::OkStatus();
  }

 private:
  pg::Pool& pool_;
  const tokens::Tokens& tokens_;
  const Clock& clock_;
};

}  // namespace

void RegisterHandlers(const Dependencies& dependencies, rpc::Service& service) {
  const auto handlers = std::make_shared<Handlers>(dependencies);
  service.Unary("GetSummary", rpc::Bind(handlers, &Handlers::GetSummary));
}

}  // namespace xuefen::statistics
