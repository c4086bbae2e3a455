// Unary calls over mutual TLS: every check before the handler, and what callers see of failures.
#include "libs/rpc/server.h"

#include <grpcpp/generic/generic_stub.h>

#include <future>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "gtest/gtest.h"
#include "libs/base/refusal.h"
#include "libs/metrics/testing/scrape.h"
#include "libs/rpc/testing/echo_server.h"

namespace xuefen::rpc {
namespace {

using testing::EchoServer;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::v1::EchoRequest;
using testing::v1::EchoResponse;
using testing::v1::EchoService;
using Stub = EchoService::Stub;

EchoRequest Text(const std::string& text) {
  EchoRequest request;
  request.set_text(text);
  return request;
}

absl::StatusOr<EchoResponse> Echo(const EchoServer& server, const char* uri,
                                  const EchoRequest& request, const CallOptions& options = {}) {
  const auto stub = server.StubOf(uri);
  return Invoke(*stub, &Stub::Echo, request, options);
}

// The raw bytes as the body of a call, and those of its answer.
absl::StatusOr<std::string> ExchangeBytes(const EchoServer& server, const char* uri,
                                          const std::string& method, const std::string& bytes) {
  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(
      *MakeChannel(server.address(), testing::ActorDirectory(uri)));
  grpc::ClientContext context;
  Prepare({}, context);
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> ended;
  stub.UnaryCall(&context, method, grpc::StubOptions(), &request, &response,
                 [&](grpc::Status status) { ended.set_value(std::move(status)); });
  if (const grpc::Status status = ended.get_future().get(); !status.ok()) {
    return FromGrpcStatus(status);
  }
  grpc::Slice answer;
  response.DumpToSingleSlice(&answer);
  return std::string(reinterpret_cast<const char*>(answer.begin()), answer.size());
}

absl::Status SendBytes(const EchoServer& server, const char* uri, const std::string& method,
                       const std::string& bytes) {
  return ExchangeBytes(server, uri, method, bytes).status();
}

constexpr char kEcho[] = "/xuefen.rpc.testing.v1.EchoService/Echo";

TEST(Unary, AnswersARightfulCaller) {
  const EchoServer server;
  const auto response = Echo(server, testing::kCity, Text("你好"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->text(), "你好");
  EXPECT_EQ(response->scope().division(), "370100");
}

TEST(Unary, AnswersLaterToo) {
  EchoServer server;
  const auto stub = server.StubOf(testing::kPlatform);
  EXPECT_EQ(Invoke(*stub, &Stub::EchoLater, Text("a"))->text(), "a");
  auto held =
      std::async(std::launch::async, [&] { return Invoke(*stub, &Stub::EchoLater, Text("hold")); });
  server.AwaitHeld(1);
  server.Release();
  EXPECT_EQ(held.get()->text(), "hold");
}

TEST(Unary, RefusesAnotherRoleBeforeItReadsTheBody) {
  const EchoServer server;
  EXPECT_EQ(ReasonOf(SendBytes(server, testing::kPlatform, kEcho, "\xff\xff")),
            Reason::ROLE_NOT_ALLOWED);
}

TEST(Unary, RefusesBytesThatAreNoMessage) {
  const EchoServer server;
  EXPECT_EQ(ReasonOf(SendBytes(server, testing::kCity, kEcho, "\xff\xff")),
            Reason::MESSAGE_UNREADABLE);
}

TEST(Unary, RefusesTextThatIsNotUtf8) {
  const EchoServer server;
  const absl::Status status = SendBytes(server, testing::kCity, kEcho, "\x0a\x02\xff\xfe");
  EXPECT_EQ(ReasonOf(status), Reason::MESSAGE_UNREADABLE);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
}

TEST(Unary, ValidatesAllFieldsAtOnce) {
  const EchoServer server;
  EchoRequest request;
  request.set_number(1000);
  const absl::Status status = Echo(server, testing::kCity, request).status();
  EXPECT_EQ(ReasonOf(status), Reason::FIELD_INVALID);
  EXPECT_EQ(ViolationsOf(status).size(), 2u);
}

TEST(Unary, RefusesAForeignScope) {
  const EchoServer server;
  EchoRequest request = Text("a");
  request.mutable_scope()->set_division("370200");
  EXPECT_EQ(ReasonOf(Echo(server, testing::kCity, request).status()), Reason::OUT_OF_SCOPE);
  EXPECT_TRUE(Echo(server, "spiffe://xuefen/province/370000", request).ok());
  request.mutable_scope()->set_division("370102");
  EXPECT_TRUE(Echo(server, testing::kCity, request).ok());
}

TEST(Unary, RefusesTooLargeAMessageAndKeepsTheConnection) {
  const EchoServer server;
  const auto stub = server.StubOf(testing::kCity);
  EXPECT_EQ(Invoke(*stub, &Stub::Echo, Text(std::string(5 << 20, 'x'))).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(Invoke(*stub, &Stub::Echo, Text("a")).ok());
}

TEST(Unary, ShowsRefusalsAndHidesFaults) {
  const EchoServer server;
  const absl::Status refusal = Echo(server, testing::kCity, Text("refuse")).status();
  EXPECT_EQ(ReasonOf(refusal), Reason::STATE_CONFLICT);
  EXPECT_EQ(MetadataOf(refusal), (Metadata{{"state", "closed"}}));
  ::testing::internal::CaptureStderr();
  const CallOptions options{.trace = Trace::FromHeader("")};
  const absl::Status fault = Echo(server, testing::kCity, Text("fault"), options).status();
  const std::string logged = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(ReasonOf(fault), Reason::INTERNAL);
  EXPECT_THAT(std::string(fault.message()), Not(HasSubstr("secret")));
  EXPECT_EQ(TraceIdOf(fault), options.trace.trace_id);
  EXPECT_THAT(logged, HasSubstr("SELECT secret"));
  EXPECT_THAT(logged, HasSubstr(options.trace.trace_id));
}

TEST(Unary, AnswersForAHandlerThatDropsItsCall) {
  const EchoServer server;
  const auto stub = server.StubOf(testing::kPlatform);
  EXPECT_EQ(ReasonOf(Invoke(*stub, &Stub::EchoLater, Text("drop")).status()), Reason::INTERNAL);
}

TEST(Unary, SaysWhichMethodsAreMissing) {
  const EchoServer server;
  const auto stub = server.StubOf(testing::kPlatform);
  const absl::Status status = Invoke(*stub, &Stub::Missing, Text("a")).status();
  EXPECT_EQ(ReasonOf(status), Reason::METHOD_NOT_IMPLEMENTED);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(ReasonOf(Invoke(*server.StubOf(testing::kCity), &Stub::Missing, Text("a")).status()),
            Reason::ROLE_NOT_ALLOWED);
}

TEST(Unary, HasADeadlineEvenIfTheCallerSetsNone) {
  const EchoServer server;
  const auto stub = server.StubOf(testing::kPlatform);
  grpc::ClientContext context;
  EchoResponse response;
  ASSERT_TRUE(stub->EchoLater(&context, Text("a"), &response).ok());
  const absl::Duration left = server.last_call()->deadline() - absl::Now();
  EXPECT_GT(left, absl::Seconds(50));
  EXPECT_LE(left, absl::Seconds(60));
}

TEST(Unary, RefusesACallWithoutTimeLeft) {
  const EchoServer server({.limits = {.least_time = absl::Seconds(20)}});
  const absl::Status status =
      Echo(server, testing::kCity, Text("a"), {.deadline = absl::Now() + absl::Seconds(10)})
          .status();
  EXPECT_EQ(ReasonOf(status), Reason::DEADLINE_TOO_SHORT);
}

TEST(Unary, TellsItsHandlerWhenTheCallerHasGone) {
  EchoServer server;
  const auto stub = server.StubOf(testing::kPlatform);
  grpc::ClientContext context;
  EchoResponse response;
  auto call = std::async(std::launch::async,
                         [&] { return stub->EchoLater(&context, Text("hold"), &response); });
  server.AwaitHeld(1);
  EXPECT_FALSE(server.last_call()->cancelled());
  context.TryCancel();
  EXPECT_EQ(call.get().error_code(), grpc::StatusCode::CANCELLED);
  // The news takes a moment to arrive.
  while (!server.last_call()->cancelled()) absl::SleepFor(absl::Milliseconds(1));
}

TEST(Unary, RefusesWhatDoesNotFitIntoTheQueueAndServesTheRest) {
  EchoServer server({.limits = {.workers = 1, .queue = 1}});
  const auto stub = server.StubOf(testing::kCity);
  std::vector<std::future<absl::StatusOr<EchoResponse>>> calls;
  const auto call = [&] {
    calls.push_back(
        std::async(std::launch::async, [&] { return Invoke(*stub, &Stub::Echo, Text("hold")); }));
  };
  call();
  server.AwaitHeld(1);
  for (int i = 0; i < 5; ++i) call();
  int refused = 0;
  while (refused < 4) {
    refused = 0;
    for (auto& c : calls)
      refused += c.wait_for(std::chrono::milliseconds(1)) == std::future_status::ready;
  }
  server.Release();
  int served = 0;
  for (auto& c : calls) {
    const absl::StatusOr<EchoResponse> answer = c.get();
    served += answer.ok();
    if (answer.ok()) continue;
    EXPECT_EQ(ReasonOf(answer.status()), Reason::OVERLOADED);
    EXPECT_TRUE(RetryDelayOf(answer.status()).has_value());
  }
  EXPECT_EQ(served, 2);
}

TEST(Unary, RefusesWhatThereIsNoRoomForBeforeItIsLookedAt) {
  EchoServer server;
  const auto stub = server.StubOf(testing::kPlatform);
  EchoRequest bad = Text(std::string(5000, 'a'));
  bad.set_number(1000);
  EXPECT_EQ(ReasonOf(Invoke(*stub, &Stub::EchoLater, bad).status()), Reason::FIELD_INVALID);
  server.SetRoom(false);
  const absl::Status refused = Invoke(*stub, &Stub::EchoLater, bad).status();
  EXPECT_EQ(ReasonOf(refused), Reason::OVERLOADED);
  EXPECT_TRUE(RetryDelayOf(refused).has_value());
  // Small ones are looked at in any case; other methods have room of their own.
  EXPECT_TRUE(Invoke(*stub, &Stub::EchoLater, Text("a")).ok());
  EXPECT_TRUE(Echo(server, testing::kCity, Text(std::string(5000, 'a'))).ok());
  server.SetRoom(true);
  EXPECT_TRUE(Invoke(*stub, &Stub::EchoLater, Text(std::string(5000, 'a'))).ok());
}

TEST(Unary, BoundsTheCallsOfOneCallerInWork) {
  EchoServer server({.limits = {.in_flight_per_caller = 1}});
  const auto stub = server.StubOf(testing::kPlatform);
  auto held =
      std::async(std::launch::async, [&] { return Invoke(*stub, &Stub::EchoLater, Text("hold")); });
  server.AwaitHeld(1);
  EXPECT_EQ(ReasonOf(Invoke(*stub, &Stub::EchoLater, Text("a")).status()), Reason::OVERLOADED);
  EXPECT_TRUE(Echo(server, testing::kCity, Text("a")).ok());
  server.Release();
  EXPECT_TRUE(held.get().ok());
  EXPECT_TRUE(Invoke(*stub, &Stub::EchoLater, Text("a")).ok());
}

// Is fresh when told so.
class Gate final : public FreshnessGate {
 public:
  void WhenFresh(const tokens::Freshness& wanted, absl::Time,
                 std::function<void(absl::Status)> done) override {
    asked = wanted;
    fresh ? done(absl::OkStatus()) : done(Refusal(Reason::NOT_FRESH_ENOUGH, "not yet"));
  }
  bool fresh = true;
  tokens::Freshness asked;
};

TEST(Unary, WaitsForTheFreshnessItAsksFor) {
  const tokens::Tokens tokens(*crypto::KeyRing::Parse("00000001 " + std::string(64, '1'), "test"));
  Gate gate;
  const EchoServer server({.tokens = &tokens, .gate = &gate});
  EchoRequest request = Text("a");
  request.set_at_least_as_fresh_as(
      tokens.SealFreshness({.service = "registry", .positions = {{3, 9}}}));
  EXPECT_TRUE(Echo(server, testing::kCity, request).ok());
  EXPECT_EQ(gate.asked.positions.at(3), 9);
  gate.fresh = false;
  const CallOptions soon{.deadline = absl::Now() + absl::Seconds(60)};
  EXPECT_EQ(ReasonOf(Echo(server, testing::kCity, request, soon).status()),
            Reason::NOT_FRESH_ENOUGH);
  request.set_at_least_as_fresh_as("forged");
  EXPECT_EQ(ReasonOf(Echo(server, testing::kCity, request).status()),
            Reason::FRESHNESS_TOKEN_INVALID);
}

TEST(Unary, RefusesAFreshnessTokenWhereNothingIsFollowed) {
  const EchoServer server;
  EchoRequest request = Text("a");
  request.set_at_least_as_fresh_as("token");
  EXPECT_EQ(ReasonOf(Echo(server, testing::kCity, request).status()),
            Reason::FRESHNESS_TOKEN_INVALID);
}

TEST(Server, DoesNotStartWithAMethodNobodyMayCall) {
  for (const int index : {1, 2}) {
    Server server({.tls_directory = testing::SharedCertificates().Server("unguarded")});
    server.AddService(*EchoRequest::descriptor()->file()->service(index));
    EXPECT_EQ(server.Start().code(), absl::StatusCode::kFailedPrecondition);
  }
}

TEST(Server, DoesNotStartWithAWrongRegistration) {
  Server server({.tls_directory = testing::SharedCertificates().Server("wrong")});
  Service& service = server.AddService(*EchoRequest::descriptor()->file()->service(0));
  const auto handler = [](const Call&, const EchoRequest&, EchoResponse&) {
    return absl::OkStatus();
  };
  service.Unary<EchoRequest, EchoResponse>("Ecko", handler);
  service.Unary<EchoRequest, EchoResponse>("Exchange", handler);
  service.Unary<EchoRequest, EchoRequest>(
      "Echo", [](const Call&, const EchoRequest&, EchoRequest&) { return absl::OkStatus(); });
  service.Unary<EchoRequest, EchoResponse>("Missing", handler);
  service.Unary<EchoRequest, EchoResponse>("Missing", handler);
  const std::string faults(server.Start().message());
  EXPECT_THAT(faults, HasSubstr("has no usable method Ecko"));
  EXPECT_THAT(faults, HasSubstr("Exchange: the handler is of another type"));
  EXPECT_THAT(faults, HasSubstr("Echo: the handler is of another type"));
  EXPECT_THAT(faults, HasSubstr("Missing: has two handlers"));
}

TEST(Server, SaysWhenItsAddressIsTaken) {
  const EchoServer first;
  // Not by its name: where a host name has two addresses, the other one may be free.
  const std::string port = first.address().substr(first.address().rfind(':'));
  Server second({.listen_address = "127.0.0.1" + port,
                 .tls_directory = testing::SharedCertificates().Server("second")});
  EXPECT_EQ(second.Start().code(), absl::StatusCode::kFailedPrecondition);
}

grpc::health::v1::HealthCheckResponse::ServingStatus Health(const EchoServer& server,
                                                            const std::string& service) {
  const auto stub = grpc::health::v1::Health::NewStub(
      *MakeChannel(server.address(), testing::ActorDirectory(testing::kCity)));
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  const auto answer = Invoke(*stub, &grpc::health::v1::Health::Stub::Check, request);
  return answer.ok() ? answer->status() : grpc::health::v1::HealthCheckResponse::UNKNOWN;
}

TEST(Server, TellsItsHealth) {
  EchoServer server;
  using grpc::health::v1::HealthCheckResponse;
  EXPECT_EQ(Health(server, ""), HealthCheckResponse::SERVING);
  EXPECT_EQ(Health(server, "xuefen.rpc.testing.v1.EchoService"), HealthCheckResponse::SERVING);
  EXPECT_EQ(Health(server, "xuefen.Unknown"), HealthCheckResponse::UNKNOWN);
  server.server().SetServing(false);
  EXPECT_EQ(Health(server, ""), HealthCheckResponse::NOT_SERVING);
}

constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

TEST(Server, DescribesItsServicesAndItsHealth) {
  const EchoServer server;
  const auto services = ExchangeBytes(server, testing::kCity, kReflection, "\x3a\x01*");
  ASSERT_TRUE(services.ok()) << services.status();
  EXPECT_THAT(*services, HasSubstr("xuefen.rpc.testing.v1.EchoService"));
  const auto health =
      ExchangeBytes(server, testing::kCity, kReflection, "\x22\x15grpc.health.v1.Health");
  ASSERT_TRUE(health.ok()) << health.status();
  EXPECT_THAT(*health, HasSubstr("grpc/health/v1/health.proto"));
}

TEST(Server, CanKeepItsDescriptionToItself) {
  const EchoServer server({.reflection = false});
  EXPECT_EQ(SendBytes(server, testing::kCity, kReflection, "\x3a\x01*").code(),
            absl::StatusCode::kUnimplemented);
}

TEST(Server, AnswersWhatIsInWorkBeforeItStops) {
  EchoServer server;
  const auto stub = server.StubOf(testing::kCity);
  auto held =
      std::async(std::launch::async, [&] { return Invoke(*stub, &Stub::Echo, Text("hold")); });
  server.AwaitHeld(1);
  std::thread stop([&] { server.server().Stop(absl::Seconds(20)); });
  absl::SleepFor(absl::Milliseconds(50));
  server.Release();
  stop.join();
  EXPECT_TRUE(held.get().ok());
  EXPECT_EQ(Invoke(*stub, &Stub::Echo, Text("a"), {.deadline = absl::Now() + absl::Seconds(60)})
                .status()
                .code(),
            absl::StatusCode::kUnavailable);
}

TEST(Server, CancelsWhatIsNotDoneAfterItsGrace) {
  EchoServer server;
  const auto stub = server.StubOf(testing::kPlatform);
  auto held =
      std::async(std::launch::async, [&] { return Invoke(*stub, &Stub::EchoLater, Text("hold")); });
  server.AwaitHeld(1);
  std::thread release([&] {
    while (!server.last_call()->cancelled()) absl::SleepFor(absl::Milliseconds(1));
    server.Release();
  });
  server.server().Stop(absl::Milliseconds(50));
  release.join();
  EXPECT_FALSE(held.get().ok());
}

// Goal: at most 1.2 attempts a call while a service refuses everything.
TEST(Retries, AreFewWhenEverythingIsRefused) {
  const auto metrics = *metrics::Metrics::Create("127.0.0.1:0");
  const EchoServer server({.metrics = metrics.get()});
  const auto stub = server.StubOf(testing::kCity);
  constexpr int kCalls = 200;
  for (int i = 0; i < kCalls; ++i) {
    const CallOptions soon{.deadline = absl::Now() + absl::Seconds(60)};
    EXPECT_EQ(ReasonOf(Invoke(*stub, &Stub::Echo, Text("down"), soon).status()),
              Reason::STORAGE_UNAVAILABLE);
  }
  EXPECT_GT(server.refused(), kCalls) << "nothing was tried again";
  EXPECT_LE(server.refused(), kCalls * 12 / 10);
  EXPECT_THAT(metrics::testing::Scrape(metrics->port()),
              HasSubstr(absl::StrCat("\nxuefen_rpc_retries_total ", server.refused() - kCalls)));
}

// Calls that reach a server after it has begun to stop, and before its farewell has reached their
// caller, are answered by gRPC itself.
TEST(Retries, HideThatOneOfTwoServersStops) {
  for (int round = 0; round < 10; ++round) {
    EchoServer going;
    const EchoServer staying;
    const auto channel =
        *MakeChannel(absl::StrCat("ipv4:", going.address(), ",", staying.address()),
                     testing::ActorDirectory(testing::kCity));
    std::atomic<int> answered = 0;
    std::atomic<bool> enough = false;
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 4; ++caller) {
      callers.emplace_back([&] {
        const auto stub = testing::v1::EchoService::NewStub(channel);
        while (!enough) {
          const CallOptions soon{.deadline = absl::Now() + absl::Seconds(60)};
          const auto answer = Invoke(*stub, &Stub::Echo, Text("a"), soon);
          EXPECT_TRUE(answer.ok()) << answer.status();
          ++answered;
        }
      });
    }
    while (answered < 100) absl::SleepFor(absl::Milliseconds(1));
    going.server().Stop(absl::Minutes(1));
    for (const int before = answered; answered < before + 20;)
      absl::SleepFor(absl::Milliseconds(1));
    enough = true;
    for (std::thread& caller : callers) caller.join();
  }
}

}  // namespace
}  // namespace xuefen::rpc
