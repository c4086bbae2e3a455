#include <memory>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/rules/rule_book.h"
#include "libs/service/application.h"
#include "migrations/credit_migrations.h"
#include "services/credit/api/service.h"
#include "services/credit/app/feeds.h"
#include "xuefen/credit/v1/credit_service.pb.h"

namespace xuefen::credit {
namespace {

class Credit final : public service::Application {
 public:
  Credit(const service::Parts& parts, rules::RuleBook book, OpenFeeds open)
      : parts_(parts),
        book_(std::move(book)),
        feeds_(parts.pool, book_, std::move(open),
               metrics::CacheMetrics(parts.metrics, "answers")) {}

  rpc::FreshnessGate* gate() override { return &feeds_.gate(); }

  void Register(rpc::Service& service) override {
    RegisterHandlers({.pool = parts_.pool,
                      .tokens = parts_.tokens,
                      .book = book_,
                      .clock = parts_.clock,
                      .recent = feeds_.recent_answers()},
                     service);
  }

  void Stop() override { feeds_.Stop(); }

 private:
  const service::Parts parts_;
  const rules::RuleBook book_;
  Feeds feeds_;
};

absl::Status CheckRules(const config::v1::ServiceConfig& config) {
  return rules::LoadDirectory(config.rules_directory()).status();
}

absl::StatusOr<std::unique_ptr<service::Application>> Create(const service::Parts& parts) {
  XUEFEN_ASSIGN_OR_RETURN(rules::RuleBook book,
                          rules::LoadDirectory(parts.config.rules_directory()));
  XUEFEN_ASSIGN_OR_RETURN(OpenFeeds open, OpenUpstreams(parts.config));
  return std::make_unique<Credit>(parts, std::move(book), std::move(open));
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
