#include "services/credit/api/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/feed/positions.h"
#include "libs/feed/source.h"
#include "libs/ledger/append.h"
#include "libs/pg/migrations.h"
#include "libs/pg/transact.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/server.h"
#include "libs/rpc/testing/certificates.h"
#include "libs/wire/wire.h"
#include "migrations/ledger_migrations.h"
#include "services/credit/app/feeds.h"
#include "services/credit/testing/credit_fixture.h"
#include "services/credit/testing/facts.h"
#include "xuefen/accreditation/v1/accreditation_service.pb.h"
#include "xuefen/credit/v1/credit_service.grpc.pb.h"
#include "xuefen/credit/v1/events.pb.h"
#include "xuefen/registry/v1/registry_service.pb.h"

namespace xuefen::credit {
namespace {

using rpc::testing::SharedCertificates;
using testing::LawInForce;
using testing::Training;
using Stub = v1::CreditService::Stub;

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
    server_.AddService(*contract.service(0)).ServerStream("Watch", feed::WatchFactory(*pool_));
    EXPECT_TRUE(server_.Start().ok());
  }

  pg::Pool& pool() { return *pool_; }
  std::string address() const { return absl::StrCat("localhost:", server_.port()); }

 private:
  const std::unique_ptr<pg::Pool> pool_;
  rpc::Server server_;
};

// The service as it runs, with the feeds of two others, over TLS.
class CreditServiceTest : public testing::CreditTest {
 protected:
  CreditServiceTest() {
    feeds_ = std::make_unique<Feeds>(*pool_, law_, *OpenUpstreams(Config()));
    server_ = std::make_unique<rpc::Server>(
        rpc::ServerOptions{.tls_directory = SharedCertificates().Server("credit"),
                           .tokens = &tokens_,
                           .gate = &feeds_->gate()});
    RegisterHandlers({.pool = *pool_,
                      .tokens = tokens_,
                      .law = law_,
                      .clock = clock_,
                      .recent = feeds_->recent_answers()},
                     server_->AddService(*v1::GetAccountRequest::descriptor()->file()->service(0)));
    EXPECT_TRUE(server_->Start().ok());
  }

  ~CreditServiceTest() override {
    server_.reset();
    feeds_->Stop();
  }

  config::v1::ServiceConfig Config() {
    config::v1::ServiceConfig config;
    config.set_tls_directory(SharedCertificates().Server("follower"));
    for (const auto& [name, upstream] :
         {std::pair("registry", &registry_), std::pair("accreditation", &accreditation_)}) {
      config::v1::Upstream* added = config.add_upstreams();
      added->set_service(name);
      added->set_address(upstream->address());
    }
    return config;
  }

  std::unique_ptr<Stub> StubOf(const std::string& caller) {
    const std::string uri = absl::StrCat("spiffe://xuefen/", caller);
    const auto channel =
        rpc::MakeChannel(absl::StrCat("localhost:", server_->port()),
                         SharedCertificates().Actor(absl::StrCat("caller", ++callers_), uri));
    return v1::CreditService::NewStub(*channel);
  }

  absl::StatusOr<v1::Determination> Determination(const std::string& caller, const Id& person,
                                                  int year, const std::string& token = "") {
    v1::GetDeterminationRequest request;
    request.set_name(absl::StrCat("people/", person.Hex(), "/determinations/", year));
    request.set_at_least_as_fresh_as(token);
    return rpc::Invoke(*StubOf(caller), &Stub::GetDetermination, request);
  }

  absl::StatusOr<v1::Account> Account(const std::string& caller, const Id& person,
                                      const std::string& token = "") {
    v1::GetAccountRequest request;
    request.set_name(absl::StrCat("people/", person.Hex(), "/account"));
    request.set_at_least_as_fresh_as(token);
    return rpc::Invoke(*StubOf(caller), &Stub::GetAccount, request);
  }

  // Appends to an upstream's ledger and answers as that service would.
  std::string Record(const std::string& service, Upstream& upstream,
                     const std::vector<ledger::Entry>& entries) {
    tokens::Freshness freshness;
    const absl::Status status =
        pg::Transact(upstream.pool(), Soon(), [&](pg::Transaction& tx) -> absl::Status {
          XUEFEN_ASSIGN_OR_RETURN(const auto outcomes, ledger::AppendInTransaction(tx, entries));
          XUEFEN_ASSIGN_OR_RETURN(freshness,
                                  feed::FreshnessAfterWrite(tx, service, {entries.front().bucket}));
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
    return tokens_.SealFreshness(freshness);
  }

  // Somebody of Jinan with one training in 2018; returns the registry's token.
  std::string RecordTraining() {
    return Record("registry", registry_,
                  {testing::PersonRegistered(person_, {Day(2016, 4, 1), "370102"}),
                   testing::CompletionRecorded(person_, training_)});
  }

  const Id person_ = Id::Derived("somebody");
  const LearningRecord training_ =
      Training("training", Subject::kProfessional, Day(2018, 3, 1), Day(2018, 3, 2), 16);
  const FixedClock clock_;
  const tokens::Tokens tokens_ = MakeTokens();
  Upstream registry_{"registry", *registry::v1::Person::descriptor()->file(),
                     *MigratorPool("registry"), ServicePool("registry")};
  Upstream accreditation_{"accreditation", *accreditation::v1::Provider::descriptor()->file(),
                          *MigratorPool("accreditation"), ServicePool("accreditation")};
  std::unique_ptr<Feeds> feeds_;
  std::unique_ptr<rpc::Server> server_;
  int callers_ = 0;
};

TEST_F(CreditServiceTest, ATokenOfTheRegistryWaitsUntilItsEntriesAreDetermined) {
  // Of whom an answer about somebody else's bucket says nothing.
  const Id another = Id::Derived("another");
  ASSERT_NE(another.Bucket(), person_.Bucket());
  const std::string before = Record(
      "registry", registry_, {testing::PersonRegistered(another, {Day(2016, 4, 1), "370102"})});
  ASSERT_TRUE(Account("bureau/370100", another, before).ok());

  const std::string token = RecordTraining();
  const auto determination = Determination("bureau/370100", person_, 2018, token);
  ASSERT_TRUE(determination.ok()) << determination.status();
  EXPECT_EQ(determination->totals().all().credited_centihours(), 1600);
  // The year still runs on the server's day.
  EXPECT_EQ(wire::FromProto(determination->as_of_day()), Day(2018, 7, 4));
  EXPECT_TRUE(determination->requirements(0).open());
  // The answer's own token is as good as the registry's.
  EXPECT_EQ(*tokens_.OpenFreshness(determination->freshness_token()),
            *tokens_.OpenFreshness(token));
  const auto account = Account("platform/province", person_, determination->freshness_token());
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_EQ(*tokens_.OpenFreshness(account->freshness_token()), *tokens_.OpenFreshness(token));
  EXPECT_EQ(account->totals().all().credited_centihours(), 1600);
}

TEST_F(CreditServiceTest, ATokenOfTheCatalogueWaitsForItsNames) {
  const std::string token = RecordTraining();
  ASSERT_TRUE(Account("bureau/370100", person_, token).ok());
  const std::string named = Record("accreditation", accreditation_,
                                   {testing::ActivityRecorded(training_.activity, "讲座")});
  const auto determination = Determination("bureau/370100", person_, 2018, named);
  ASSERT_TRUE(determination.ok()) << determination.status();
  EXPECT_EQ(determination->records(0).activity_display_name(), "讲座");
}

// Asked again and again, so that later answers come from memory.
TEST_F(CreditServiceTest, AnAnswerFromMemoryIsTheSameUntilSomethingIsTakenIn) {
  ASSERT_TRUE(Account("bureau/370100", person_, RecordTraining()).ok());
  const auto first = Account("bureau/370100", person_);
  for (int again = 0; again < 3; ++again) {
    EXPECT_EQ(Account("platform/province", person_)->SerializeAsString(),
              first->SerializeAsString());
    EXPECT_EQ(ReasonOf(Account("bureau/370200", person_).status()), Reason::NOT_FOUND);
  }
  const auto determination = Determination("bureau/370100", person_, 2018);
  EXPECT_EQ(determination->totals().all().credited_centihours(), 1600);
  const LearningRecord more =
      Training("more", Subject::kGeneral, Day(2018, 4, 1), Day(2018, 4, 1), 8);
  const std::string token =
      Record("registry", registry_, {testing::CompletionRecorded(person_, more)});
  for (int again = 0; again < 3; ++again) {
    EXPECT_EQ(Account("bureau/370100", person_, token)->totals().all().credited_centihours(), 2400);
    EXPECT_EQ(Determination("bureau/370100", person_, 2018, token)->records_size(), 2);
  }
}

// One process has the answer in memory; another takes in what makes it old.
TEST_F(CreditServiceTest, AnAnswerInMemoryKnowsWhatItDoesNotReflect) {
  ASSERT_TRUE(Account("bureau/370100", person_, RecordTraining()).ok());
  ASSERT_TRUE(Account("bureau/370100", person_).ok());
  feeds_->Stop();
  Feeds another(*pool_, law_, *OpenUpstreams(Config()));
  const LearningRecord more =
      Training("more", Subject::kGeneral, Day(2018, 4, 1), Day(2018, 4, 1), 8);
  const auto freshness = *tokens_.OpenFreshness(
      Record("registry", registry_, {testing::CompletionRecorded(person_, more)}));
  absl::Notification arrived;
  another.gate().WhenFresh(freshness, Soon(), [&](const absl::Status& status) {
    EXPECT_TRUE(status.ok()) << status;
    arrived.Notify();
  });
  arrived.WaitForNotification();
  const auto answer = feeds_->recent_answers().Find(person_, RecentAnswers::kAccount);
  ASSERT_TRUE(answer.has_value());
  EXPECT_LT(answer->reached, freshness.positions.at(person_.Bucket()));
}

// But for the trace id, which every call has of its own.
TEST_F(CreditServiceTest, AnothersPersonIsAnsweredAsNobody) {
  const std::string token = RecordTraining();
  const Id nobody = Id::Derived("nobody");
  const absl::Status others = Determination("bureau/370200", person_, 2018, token).status();
  const absl::Status unknown = Determination("bureau/370200", nobody, 2018, token).status();
  EXPECT_EQ(ReasonOf(others), Reason::NOT_FOUND);
  EXPECT_EQ(ReasonOf(unknown), Reason::NOT_FOUND);
  EXPECT_EQ(others.message(), unknown.message());
  EXPECT_EQ(MetadataOf(others), MetadataOf(unknown));
  EXPECT_EQ(Account("bureau/370200", person_, token).status().message(),
            Account("bureau/370200", nobody, token).status().message());
}

TEST_F(CreditServiceTest, RefusesWhatTheContractDoesNotAllow) {
  EXPECT_EQ(ReasonOf(Account("provider/91370100MA3QUXT040", person_).status()),
            Reason::ROLE_NOT_ALLOWED);
  EXPECT_EQ(ReasonOf(Determination("bureau/370100", person_, 999).status()), Reason::FIELD_INVALID);
}

TEST_F(CreditServiceTest, TheRuleSetsInForceAreListedWithTheirHashes) {
  const auto listed = rpc::Invoke(*StubOf("provider/91370100MA3QUXT040"), &Stub::ListRuleSets,
                                  v1::ListRuleSetsRequest());
  ASSERT_TRUE(listed.ok()) << listed.status();
  const auto policy = std::find_if(
      listed->rule_sets().begin(), listed->rule_sets().end(),
      [](const v1::RuleSetSummary& set) { return set.reference().id() == "shandong-2016"; });
  ASSERT_NE(policy, listed->rule_sets().end());
  EXPECT_EQ(policy->reference().sha256().size(), 64U);
  EXPECT_GT(policy->examples(), 0);
}

TEST_F(CreditServiceTest, TheFeedTellsDeterminationsAndWhatTheyReflect) {
  ASSERT_TRUE(Account("bureau/370100", person_, RecordTraining()).ok());
  common::v1::WatchRequest request;
  request.add_from()->set_bucket(person_.Bucket());
  const auto stub = StubOf("service/statistics");
  grpc::ClientContext context;
  rpc::Prepare({.deadline = Soon()}, context);
  const auto reader = stub->Watch(&context, request);
  common::v1::WatchResponse response;
  ASSERT_TRUE(reader->Read(&response));
  ASSERT_EQ(response.buckets_size(), 1);
  v1::DeterminationMade made;
  ASSERT_TRUE(made.ParseFromString(response.buckets(0).entries(0).body()));
  EXPECT_EQ(made.year(), 2018);
  ASSERT_EQ(response.reflects_size(), 1);
  EXPECT_EQ(response.reflects(0).source(), "registry");
  EXPECT_EQ(response.reflects(0).bucket(), person_.Bucket());
  EXPECT_EQ(response.reflects(0).seq(), 2);
  context.TryCancel();
}

}  // namespace
}  // namespace xuefen::credit
