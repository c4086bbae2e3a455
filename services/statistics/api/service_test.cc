#include "services/statistics/api/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/feed/positions.h"
#include "libs/feed/source.h"
#include "libs/ledger/append.h"
#include "libs/ledger/positions.h"
#include "libs/pg/migrations.h"
#include "libs/pg/transact.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/server.h"
#include "libs/rpc/testing/certificates.h"
#include "libs/wire/wire.h"
#include "migrations/ledger_migrations.h"
#include "services/statistics/app/feeds.h"
#include "services/statistics/testing/events.h"
#include "services/statistics/testing/hours.h"
#include "services/statistics/testing/statistics_fixture.h"
#include "xuefen/accreditation/v1/accreditation_service.pb.h"
#include "xuefen/credit/v1/credit_service.pb.h"
#include "xuefen/registry/v1/registry_service.pb.h"
#include "xuefen/statistics/v1/statistics_service.grpc.pb.h"

namespace xuefen::statistics {
namespace {

using rpc::testing::SharedCertificates;

constexpr KindAndSubject kGeneral = {.kind = 1, .subject = 1};

tokens::Tokens MakeTokens() {
  return tokens::Tokens(
      *crypto::KeyRing::Parse(absl::StrCat("00000001 ", std::string(64, '7')), "test"));
}

class FixedClock final : public Clock {
 public:
  absl::Time Now() const override {
    return absl::FromCivil(absl::CivilHour(2018, 7, 4, 12), absl::UTCTimeZone());
  }
};

// A server of `service` that has nothing but the feed of its ledger.
class Upstream {
 public:
  Upstream(const std::string& service, const google::protobuf::FileDescriptor& contract,
           pg::Pool& migrator, std::unique_ptr<pg::Pool> pool)
      : pool_(std::move(pool)), server_({.tls_directory = SharedCertificates().Server(service)}) {
    EXPECT_TRUE(pg::Migrate(migrator, service, {LedgerMigrations()}).ok());
    server_.AddService(*contract.service(0))
        .ServerStream("Watch", feed::WatchFactory(*pool_, feed::ReadReflects));
    EXPECT_TRUE(server_.Start().ok());
  }

  pg::Pool& pool() { return *pool_; }
  std::string address() const { return absl::StrCat("localhost:", server_.port()); }

 private:
  const std::unique_ptr<pg::Pool> pool_;
  rpc::Server server_;
};

// The service as it runs, with the feeds of three others, over TLS.
class StatisticsServiceTest : public testing::StatisticsTest {
 protected:
  StatisticsServiceTest() {
    feeds_ = std::make_unique<Feeds>(*pool_, *OpenUpstreams(Config()));
    server_ = std::make_unique<rpc::Server>(
        rpc::ServerOptions{.tls_directory = SharedCertificates().Server("statistics"),
                           .tokens = &tokens_,
                           .gate = &feeds_->gate()});
    RegisterHandlers({.pool = *pool_, .tokens = tokens_, .clock = clock_},
                     server_->AddService(*v1::GetSummaryRequest::descriptor()->file()->service(0)));
    EXPECT_TRUE(server_->Start().ok());
  }

  ~StatisticsServiceTest() override {
    server_.reset();
    feeds_->Stop();
  }

  config::v1::ServiceConfig Config() {
    config::v1::ServiceConfig config;
    config.set_tls_directory(SharedCertificates().Server("follower"));
    for (const auto& [name, upstream] :
         {std::pair("registry", &registry_), std::pair("credit", &credit_),
          std::pair("accreditation", &accreditation_)}) {
      config::v1::Upstream* added = config.add_upstreams();
      added->set_service(name);
      added->set_address(upstream->address());
    }
    return config;
  }

  absl::StatusOr<v1::Summary> Ask(const std::string& caller, const v1::GetSummaryRequest& request,
                                  absl::Duration patience = absl::Seconds(30)) {
    const std::string uri = absl::StrCat("spiffe://xuefen/", caller);
    const auto channel =
        rpc::MakeChannel(absl::StrCat("localhost:", server_->port()),
                         SharedCertificates().Actor(absl::StrCat("caller", ++callers_), uri));
    const auto stub = v1::StatisticsService::NewStub(*channel);
    return rpc::Invoke(*stub, &v1::StatisticsService::Stub::GetSummary, request,
                       {.deadline = absl::Now() + patience});
  }

  // Appends to the registry's ledger and answers as the registry would.
  std::string Record(const std::vector<ledger::Entry>& entries) {
    tokens::Freshness freshness;
    const absl::Status status =
        pg::Transact(registry_.pool(), Soon(), [&](pg::Transaction& tx) -> absl::Status {
          XUEFEN_ASSIGN_OR_RETURN(const auto outcomes, ledger::AppendInTransaction(tx, entries));
          XUEFEN_ASSIGN_OR_RETURN(
              freshness, feed::FreshnessAfterWrite(tx, "registry", {entries.front().bucket}));
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
    return tokens_.SealFreshness(freshness);
  }

  // As the credit service takes in the registry's first entries of a bucket.
  void Determine(const ledger::Entry& determination, std::int64_t registry_seq) {
    const int bucket = determination.bucket;
    ledger::Place to = ledger::Place::Start(bucket);
    to.seq = registry_seq;
    const auto body = [&](pg::Transaction& tx) -> absl::Status {
      XUEFEN_RETURN_IF_ERROR(ledger::AdvancePositions(
          tx, "registry", {ledger::Advance::Of(bucket, ledger::Place::Start(bucket), to)}));
      return ledger::AppendInTransaction(tx, {determination}).status();
    };
    const absl::Status status = pg::Transact(credit_.pool(), Soon(), body);
    EXPECT_TRUE(status.ok()) << status;
  }

  const FixedClock clock_;
  const tokens::Tokens tokens_ = MakeTokens();
  Upstream registry_{"registry", *registry::v1::Person::descriptor()->file(),
                     *MigratorPool("registry"), ServicePool("registry")};
  Upstream credit_{"credit", *credit::v1::Account::descriptor()->file(), *MigratorPool("credit"),
                   ServicePool("credit")};
  Upstream accreditation_{"accreditation", *accreditation::v1::Provider::descriptor()->file(),
                          *MigratorPool("accreditation"), ServicePool("accreditation")};
  std::unique_ptr<Feeds> feeds_;
  std::unique_ptr<rpc::Server> server_;
  int callers_ = 0;
};

v1::GetSummaryRequest Of(const std::string& division, int year) {
  v1::GetSummaryRequest request;
  request.set_division(division);
  request.set_year(year);
  return request;
}

TEST_F(StatisticsServiceTest, ATokenOfTheRegistryWaitsForTheCreditService) {
  const Id person = Id::Derived("somebody");
  v1::GetSummaryRequest request = Of("", 2018);
  request.set_at_least_as_fresh_as(
      Record({testing::PersonRegistered(person, "370102", Day(2016, 4, 1)),
              testing::CompletionRecorded(person)}));
  // The registry's entries alone are not enough.
  EXPECT_FALSE(Ask("bureau/370100", request, absl::Milliseconds(500)).ok());

  Determine(testing::DeterminationMade(person, 2018, credit::v1::VERDICT_MET,
                                       {{kGeneral, testing::HoursOf(1600, 800)}}),
            /*registry_seq=*/2);
  const auto summary = Ask("bureau/370100", request);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->division(), "370100");
  EXPECT_EQ(wire::FromProto(summary->as_of_day()), Day(2018, 7, 4));
  EXPECT_EQ(summary->people_registered(), 1);
  EXPECT_EQ(summary->people_with_records(), 1);
  EXPECT_EQ(summary->people_met(), 1);
  EXPECT_EQ(summary->reported_centihours(), 1600);
  EXPECT_EQ(summary->credited_centihours(), 800);
  ASSERT_EQ(summary->cells_size(), 1);
  EXPECT_EQ(summary->cells(0).kind(), common::v1::KIND_TRAINING);
  EXPECT_EQ(summary->cells(0).subject(), common::v1::SUBJECT_GENERAL);
  EXPECT_EQ(summary->cells(0).credited_centihours(), 800);

  // The answer's own token is as good as the registry's.
  EXPECT_EQ(tokens_.OpenFreshness(summary->freshness_token())->positions,
            tokens_.OpenFreshness(request.at_least_as_fresh_as())->positions);
  request.set_at_least_as_fresh_as(summary->freshness_token());
  EXPECT_TRUE(Ask("bureau/370100", request).ok());
}

TEST_F(StatisticsServiceTest, RefusesWhatTheContractDoesNotAllow) {
  const auto reason_of = [&](const std::string& caller, const v1::GetSummaryRequest& request) {
    return ReasonOf(Ask(caller, request).status());
  };
  EXPECT_EQ(reason_of("provider/91370100MA3C000001", Of("370100", 2018)), Reason::ROLE_NOT_ALLOWED);
  EXPECT_EQ(reason_of("bureau/370100", Of("370200", 2018)), Reason::OUT_OF_SCOPE);
  EXPECT_EQ(reason_of("platform/province", Of("", 2018)), Reason::FIELD_INVALID);
  EXPECT_EQ(reason_of("platform/province", Of("110000", 2018)), Reason::NOT_FOUND);

  v1::GetSummaryRequest request = Of("370100", 2018);
  *request.mutable_as_of_day() = wire::ToProto(Day(2017, 12, 31));
  EXPECT_EQ(reason_of("bureau/370100", request), Reason::FIELD_INVALID);
  request.mutable_as_of_day()->set_month(13);
  EXPECT_EQ(reason_of("bureau/370100", request), Reason::FIELD_INVALID);
}

}  // namespace
}  // namespace xuefen::statistics
