#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "libs/rules/rule_book.h"
#include "libs/service/application.h"
#include "migrations/credit_migrations.h"
#include "services/credit/api/service.h"
#include "services/credit/app/feeds.h"
#include "services/credit/app/law.h"
#include "services/credit/app/redetermination.h"
#include "xuefen/credit/v1/credit_service.pb.h"

namespace xuefen::credit {
namespace {

constexpr absl::Duration kStartTimeout = absl::Seconds(60);

class Credit final : public service::Application {
 public:
  Credit(const service::Parts& parts, Law law, OpenFeeds open)
      : parts_(parts),
        law_(std::move(law)),
        feeds_(parts.pool, law_, std::move(open), metrics::CacheMetrics(parts.metrics, "answers"),
               feed::Lags(parts.metrics)),
        redetermination_(parts.pool, law_) {}

  rpc::FreshnessGate* gate() override { return &feeds_.gate(); }

  void Register(rpc::Service& service) override {
    RegisterHandlers({.pool = parts_.pool,
                      .tokens = parts_.tokens,
                      .law = law_,
                      .clock = parts_.clock,
                      .recent = feeds_.recent_answers(),
                      .tail = &feeds_.tail()},
                     service);
  }

  void Stop() override {
    redetermination_.Stop();
    feeds_.Stop();
  }

 private:
  const service::Parts parts_;
  const Law law_;
  Feeds feeds_;
  Redetermination redetermination_;
};

absl::Status CheckRules(const config::v1::ServiceConfig& config) {
  return LoadRules(config.rules_directory()).status();
}

absl::StatusOr<std::unique_ptr<service::Application>> Create(const service::Parts& parts) {
  XUEFEN_ASSIGN_OR_RETURN(rules::RuleBook book, LoadRules(parts.config.rules_directory()));
  XUEFEN_ASSIGN_OR_RETURN(OpenFeeds open, OpenUpstreams(parts.config));
  XUEFEN_ASSIGN_OR_RETURN(Law law,
                          PutIntoService(parts.pool, absl::Now() + kStartTimeout, std::move(book)));
  return std::make_unique<Credit>(parts, std::move(law), std::move(open));
}

}  // namespace
}  // namespace xuefen::credit

int main(int argc, char** argv) {
  using xuefen::credit::v1::GetAccountRequest;
  return xuefen::service::Main(argc, argv,
                               {.name = "credit",
                                .descriptor = *GetAccountRequest::descriptor()->file()->service(0),
                                .migrations = xuefen::CreditMigrations(),
                                .create = xuefen::credit::Create,
                                .upstreams = {"registry", "accreditation"},
                                .check = xuefen::credit::CheckRules});
}
