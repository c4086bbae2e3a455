// Against a server of the registry's contract, over mutual TLS, whose answers the tests choose.
#include "services/cli/submission/sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/server.h"
#include "libs/rpc/status.h"
#include "libs/rpc/testing/certificates.h"

namespace xuefen::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Request = registry::v1::SubmitCompletionsRequest;
using Response = registry::v1::SubmitCompletionsResponse;
using Done = rpc::Done<Response>;

// Accepts everything; its token names the first item.
Response AcceptAll(const Request& request) {
  Response response;
  for (const auto& item : request.items()) {
    auto* result = response.add_results();
    result->set_external_id(item.external_id());
    result->set_outcome(registry::v1::COMPLETION_OUTCOME_ACCEPTED);
  }
  response.set_freshness_token(absl::StrCat("token of ", request.items(0).external_id()));
  return response;
}

class Registry {
 public:
  // Called for every request, counted from 0.
  using Script = std::function<void(int number, Request& request, Done done)>;

  explicit Registry(Script script) : script_(std::move(script)) {
    EXPECT_TRUE(Start("127.0.0.1:0").ok());
  }

  std::unique_ptr<Sender::Stub> NewStub() const {
    static const std::string* const certificate =
        new std::string(rpc::testing::SharedCertificates().Actor(
            "provider", "spiffe://xuefen/provider/91370100MA3C4D5E6F"));
    return registry::v1::RegistryService::NewStub(
        rpc::MakeChannel(address(), *certificate).value());
  }

  // Breaks every stream, and listens again.
  void Restart() {
    const std::string same = address();
    server_->Stop(absl::ZeroDuration());
    // The port may have been given to somebody else meanwhile, who gives it back.
    while (!Start(same).ok()) absl::SleepFor(absl::Milliseconds(10));
  }

  // Blocks until nobody reads the answers of the last stream any more.
  void AwaitBrokenStream() const {
    while (!last_call()->cancelled()) absl::SleepFor(absl::Milliseconds(1));
  }

  std::vector<Request> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  std::shared_ptr<rpc::Call> last_call() const {
    const std::lock_guard lock(mutex_);
    return last_call_;
  }

  std::string address() const { return absl::StrCat("127.0.0.1:", server_->port()); }

  absl::Status Start(const std::string& listen_address) {
    static const std::string* const certificate =
        new std::string(rpc::testing::SharedCertificates().Server("registry"));
    server_ = std::make_unique<rpc::Server>(
        rpc::ServerOptions{.listen_address = listen_address, .tls_directory = *certificate});
    rpc::Service& service =
        server_->AddService(*registry::v1::GetPersonRequest::descriptor()->file()->service(0));
    service.BidiStream("SubmitCompletions",
                       rpc::AsyncHandler<Request, Response>(
                           [this](std::shared_ptr<rpc::Call> call, Request& request, Done done) {
                             const int number = Remember(std::move(call), request);
                             script_(number, request, std::move(done));
                           }));
    return server_->Start();
  }

  int Remember(std::shared_ptr<rpc::Call> call, const Request& request) {
    const std::lock_guard lock(mutex_);
    last_call_ = std::move(call);
    requests_.push_back(request);
    return static_cast<int>(requests_.size()) - 1;
  }

  const Script script_;
  mutable std::mutex mutex_;
  std::vector<Request> requests_;
  std::shared_ptr<rpc::Call> last_call_;
  std::unique_ptr<rpc::Server> server_;
};

Submission SubmissionOf(int count) {
  Submission submission;
  for (int i = 0; i < count; ++i) {
    submission.items.emplace_back().set_external_id(absl::StrCat("id", i));
  }
  return submission;
}

class SenderTest : public ::testing::Test {
 protected:
  // Sends, and keeps what the sender said in the end.
  absl::Status Send(const Registry& registry, const Submission& submission) {
    const auto stub = registry.NewStub();
    results_.assign(submission.items.size(), {});
    Sender sender(*stub, submission,
                  {.progress = [&](std::size_t answered) { progress_.push_back(answered); },
                   .waiting = [&] { ++pauses_; }});
    const absl::Status status = sender.Send(results_);
    tokens_ = sender.tokens();
    return status;
  }

  bool AllAccepted() const {
    return std::all_of(results_.begin(), results_.end(), [](const roster::RowResult& result) {
      return result.outcome == roster::Outcome::kAccepted;
    });
  }

  std::vector<roster::RowResult> results_;
  std::vector<std::string> tokens_;
  std::vector<std::size_t> progress_;
  int pauses_ = 0;
};

TEST_F(SenderTest, EachAnswerGoesToItsRow) {
  const Registry registry([](int, Request& request, const Done& done) {
    Response response = AcceptAll(request);
    for (int i = 0; i < request.items_size(); ++i) {
      if (request.items(i).external_id() != "id1") continue;
      response.mutable_results(i)->set_outcome(registry::v1::COMPLETION_OUTCOME_REFUSED);
      response.mutable_results(i)->add_reasons(common::v1::REASON_IDENTITY_LENGTH);
      response.mutable_results(i)->add_reasons(common::v1::REASON_HOURS_MISSING);
    }
    done(std::move(response));
  });
  Submission submission = SubmissionOf(3);
  // Equal ids travel side by side, so that answers do not come in the order of the rows.
  submission.items[2].set_external_id("id0");
  ASSERT_TRUE(Send(registry, submission).ok());
  EXPECT_EQ(results_[0].outcome, roster::Outcome::kAccepted);
  EXPECT_EQ(results_[1].outcome, roster::Outcome::kRefused);
  EXPECT_THAT(results_[1].reasons, ElementsAre(Reason::IDENTITY_LENGTH, Reason::HOURS_MISSING));
  EXPECT_EQ(results_[2].outcome, roster::Outcome::kAccepted);
}

TEST_F(SenderTest, ABatchThatMayPassIsSentAgain) {
  const Registry registry([](int number, Request& request, const Done& done) {
    if (number == 1) {
      return done(rpc::WithRetryDelay(Refusal(Reason::OVERLOADED, "busy"), absl::Milliseconds(1)));
    }
    done(AcceptAll(request));
  });
  ASSERT_TRUE(Send(registry, SubmissionOf(3500)).ok());
  EXPECT_TRUE(AllAccepted());
  EXPECT_THAT(registry.requests(), SizeIs(5));
  EXPECT_EQ(pauses_, 1);
  EXPECT_EQ(progress_.back(), 3500);
}

TEST_F(SenderTest, WhatWasUnderWayWhenTheStreamBrokeIsSentAgain) {
  // Batches of one stream are worked on in any order.
  absl::Notification under_way;
  std::vector<Done> never_answered;
  Registry registry([&](int, Request& request, Done done) {
    if (request.items(0).external_id() == "id1000" && !under_way.HasBeenNotified()) {
      never_answered.push_back(std::move(done));
      under_way.Notify();
    } else {
      done(AcceptAll(request));
    }
  });
  auto sent = std::async(std::launch::async, [&] { return Send(registry, SubmissionOf(3500)); });
  under_way.WaitForNotification();
  auto restarted = std::async(std::launch::async, [&] { registry.Restart(); });
  registry.AwaitBrokenStream();
  never_answered.clear();
  restarted.get();
  ASSERT_TRUE(sent.get().ok());
  EXPECT_TRUE(AllAccepted());
  const std::vector<Request> requests = registry.requests();
  EXPECT_GE(std::count_if(
                requests.begin(), requests.end(),
                [](const Request& request) { return request.items(0).external_id() == "id1000"; }),
            2);
}

TEST_F(SenderTest, WhatCannotPassEndsTheSubmission) {
  const Registry registry([](int, Request&, const Done& done) {
    done(Refusal(Reason::OUT_OF_SCOPE, "provider: of somebody else"));
  });
  const absl::Status status = Send(registry, SubmissionOf(10));
  EXPECT_EQ(ReasonOf(status), Reason::OUT_OF_SCOPE);
  EXPECT_FALSE(rpc::TraceIdOf(status).empty());
  EXPECT_THAT(registry.requests(), SizeIs(1));
}

TEST_F(SenderTest, AnAnswerWithRowsMissingEndsTheSubmission) {
  const Registry registry([](int, Request& request, const Done& done) {
    Response response = AcceptAll(request);
    response.mutable_results()->RemoveLast();
    done(std::move(response));
  });
  EXPECT_EQ(ReasonOf(Send(registry, SubmissionOf(10))), Reason::INTERNAL);
}

TEST_F(SenderTest, GivesUpWhenNothingIsAnsweredForTooLong) {
  const Registry registry([](int, Request&, const Done& done) {
    done(Refusal(Reason::STORAGE_UNAVAILABLE, "the database is gone"));
  });
  Submission submission = SubmissionOf(10);
  submission.patience = absl::Milliseconds(1);
  EXPECT_EQ(ReasonOf(Send(registry, submission)), Reason::STORAGE_UNAVAILABLE);
}

TEST_F(SenderTest, TheLastAnswersTokenStandsForAllBeforeIt) {
  const Registry registry(
      [](int, Request& request, const Done& done) { done(AcceptAll(request)); });
  Submission submission = SubmissionOf(6500);
  submission.earlier_tokens = {"people", "activities"};
  ASSERT_TRUE(Send(registry, submission).ok());
  EXPECT_THAT(tokens_, ElementsAre("token of id6000"));
  // Followed back from the last answer, the tokens that were merged lead to everything.
  std::vector<std::string> covered;
  const std::vector<Request> requests = registry.requests();
  for (auto request = requests.rbegin(); request != requests.rend(); ++request) {
    const std::string own = absl::StrCat("token of ", request->items(0).external_id());
    if (request != requests.rbegin()) {
      EXPECT_THAT(covered, ::testing::Contains(own));
    }
    for (const std::string& token : request->merge_freshness_tokens()) covered.push_back(token);
  }
  EXPECT_THAT(covered, ::testing::IsSupersetOf({"people", "activities"}));
}

TEST_F(SenderTest, ADryRunLeavesTokensAlone) {
  const Registry registry([](int, Request& request, const Done& done) {
    EXPECT_TRUE(request.dry_run());
    done(AcceptAll(request));
  });
  Submission submission = SubmissionOf(10);
  submission.dry_run = true;
  submission.earlier_tokens = {"people"};
  ASSERT_TRUE(Send(registry, submission).ok());
  EXPECT_THAT(registry.requests()[0].merge_freshness_tokens(), IsEmpty());
  EXPECT_THAT(tokens_, ElementsAre("people"));
}

TEST_F(SenderTest, AnEmptySubmissionAsksNobody) {
  const Registry registry([](int, Request&, const Done&) { ADD_FAILURE(); });
  EXPECT_TRUE(Send(registry, {}).ok());
}

}  // namespace
}  // namespace xuefen::cli
