// Bidirectional and server streams over mutual TLS.
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/refusal.h"
#include "libs/rpc/testing/echo_server.h"

namespace xuefen::rpc {
namespace {

using testing::EchoServer;
using testing::v1::CountRequest;
using testing::v1::CountResponse;
using testing::v1::EchoRequest;
using testing::v1::EchoResponse;
using testing::v1::EchoService;

EchoRequest Text(const std::string& text) {
  EchoRequest request;
  request.set_text(text);
  return request;
}

// One open Exchange stream.
class Exchange {
 public:
  explicit Exchange(const EchoServer& server, const char* uri = testing::kProvider)
      : stub_(server.StubOf(uri)) {
    Prepare({}, context_);
    stream_ = stub_->Exchange(&context_);
  }

  bool Send(const EchoRequest& request) { return stream_->Write(request); }
  EchoResponse Receive() {
    EchoResponse response;
    EXPECT_TRUE(stream_->Read(&response));
    return response;
  }
  // No more is sent; everything left is read.
  absl::Status End() {
    stream_->WritesDone();
    return AwaitEnd();
  }
  // Until the server ends it.
  absl::Status AwaitEnd() {
    EchoResponse rest;
    while (stream_->Read(&rest)) ++left_over_;
    return FromGrpcStatus(stream_->Finish());
  }
  int left_over() const { return left_over_; }
  grpc::ClientContext& context() { return context_; }

 private:
  std::unique_ptr<EchoService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<EchoRequest, EchoResponse>> stream_;
  int left_over_ = 0;
};

TEST(BidiStream, AnswersEveryMessageInOrder) {
  const EchoServer server;
  Exchange exchange(server);
  std::thread sender([&] {
    for (int i = 0; i < 500; ++i) exchange.Send(Text(absl::StrCat("m", i)));
  });
  for (int i = 0; i < 500; ++i) {
    const EchoResponse response = exchange.Receive();
    EXPECT_EQ(response.text(), absl::StrCat("m", i));
    EXPECT_EQ(response.scope().organisation(), "91370100MA3C4D5E6F");
  }
  sender.join();
  EXPECT_TRUE(exchange.End().ok());
}

TEST(BidiStream, AnswersLargeMessagesOneAfterTheOther) {
  const EchoServer server;
  Exchange exchange(server);
  for (const char letter : {'a', 'b', 'c', 'd', 'e', 'f'}) {
    exchange.Send(Text(std::string(50000, letter)));
    EXPECT_EQ(exchange.Receive().text(), std::string(50000, letter));
  }
  EXPECT_TRUE(exchange.End().ok());
}

TEST(BidiStream, EndsWellWithoutAMessage) {
  const EchoServer server;
  EXPECT_TRUE(Exchange(server).End().ok());
}

TEST(BidiStream, AnswersABadMessageAndGoesOn) {
  const EchoServer server;
  Exchange exchange(server);
  exchange.Send(Text("refuse"));
  EXPECT_EQ(ReasonOf(FromRpcStatus(exchange.Receive().status())), Reason::STATE_CONFLICT);
  exchange.Send(Text(""));
  EXPECT_EQ(ReasonOf(FromRpcStatus(exchange.Receive().status())), Reason::FIELD_INVALID);
  exchange.Send(Text("fault"));
  EXPECT_EQ(ReasonOf(FromRpcStatus(exchange.Receive().status())), Reason::INTERNAL);
  exchange.Send(Text("drop"));
  EXPECT_EQ(ReasonOf(FromRpcStatus(exchange.Receive().status())), Reason::INTERNAL);
  EchoRequest foreign = Text("a");
  foreign.mutable_scope()->set_organisation("91370100MA3C4D5E60");
  exchange.Send(foreign);
  EXPECT_EQ(ReasonOf(FromRpcStatus(exchange.Receive().status())), Reason::OUT_OF_SCOPE);
  exchange.Send(Text("good"));
  const EchoResponse good = exchange.Receive();
  EXPECT_EQ(good.text(), "good");
  EXPECT_FALSE(good.has_status());
  EXPECT_TRUE(exchange.End().ok());
}

TEST(BidiStream, RefusesAMessageThatThereIsNoRoomForAndGoesOn) {
  EchoServer server;
  Exchange exchange(server);
  server.SetRoom(false);
  exchange.Send(Text(std::string(5000, 'a')));
  EXPECT_EQ(ReasonOf(FromRpcStatus(exchange.Receive().status())), Reason::OVERLOADED);
  server.SetRoom(true);
  exchange.Send(Text("good"));
  EXPECT_EQ(exchange.Receive().text(), "good");
  EXPECT_TRUE(exchange.End().ok());
}

// A stub for messages that are no EchoRequest.
TEST(BidiStream, AnswersBytesThatAreNoMessageAndGoesOn) {
  const EchoServer server;
  grpc::internal::RpcMethod method("/xuefen.rpc.testing.v1.EchoService/Exchange",
                                   grpc::internal::RpcMethod::BIDI_STREAMING);
  const auto channel = *MakeChannel(server.address(), testing::ActorDirectory(testing::kProvider));
  grpc::ClientContext context;
  Prepare({}, context);
  const std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, EchoResponse>> stream(
      grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, EchoResponse>::Create(
          channel.get(), method, &context));
  for (const std::string bytes : {"\xff\xff", "\x0a\x02\xff\xfe", "\x0a\x04good"}) {
    const grpc::Slice slice(bytes);
    ASSERT_TRUE(stream->Write(grpc::ByteBuffer(&slice, 1)));
  }
  EchoResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(ReasonOf(FromRpcStatus(response.status())), Reason::MESSAGE_UNREADABLE);
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(ReasonOf(FromRpcStatus(response.status())), Reason::MESSAGE_UNREADABLE);
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.text(), "good");
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST(BidiStream, IsRefusedToAnotherRole) {
  const EchoServer server;
  EXPECT_EQ(ReasonOf(Exchange(server, testing::kCity).End()), Reason::ROLE_NOT_ALLOWED);
}

TEST(BidiStream, HoldsBackACallerWithEnoughInWork) {
  EchoServer server;
  Exchange exchange(server);
  for (int i = 0; i < 20; ++i) exchange.Send(Text("hold"));
  server.AwaitHeld(4);
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(server.held(), 4);
  server.Release();
  std::thread releaser([&] {
    for (int n = 5; n <= 20; ++n) {
      server.AwaitHeld(n);
      server.Release();
    }
  });
  for (int i = 0; i < 20; ++i) EXPECT_EQ(exchange.Receive().text(), "hold");
  releaser.join();
  EXPECT_TRUE(exchange.End().ok());
}

TEST(BidiStream, KeepsTheOrderWhenALaterMessageIsReadyFirst) {
  EchoServer server;
  Exchange exchange(server);
  exchange.Send(Text("hold"));
  exchange.Send(Text("quick"));
  server.AwaitHeld(1);
  absl::SleepFor(absl::Milliseconds(50));
  server.Release();
  EXPECT_EQ(exchange.Receive().text(), "hold");
  EXPECT_EQ(exchange.Receive().text(), "quick");
  EXPECT_TRUE(exchange.End().ok());
}

TEST(BidiStream, OutlivesACallerThatGoesWhileMessagesAreInWork) {
  EchoServer server;
  for (int round = 0; round < 20; ++round) {
    Exchange exchange(server);
    for (int i = 0; i < 3; ++i) exchange.Send(Text(i == 1 ? "quick" : "hold"));
    server.AwaitHeld(2 * round + 2);
    exchange.context().TryCancel();
    if (round % 2 == 0) server.Release();
    EXPECT_EQ(exchange.End().code(), absl::StatusCode::kCancelled);
    server.Release();
  }
  while (!server.last_call()->cancelled()) absl::SleepFor(absl::Milliseconds(1));
}

TEST(BidiStream, OutlivesACallerWhoseDeadlinePasses) {
  EchoServer server;
  const auto stub = server.StubOf(testing::kProvider);
  grpc::ClientContext context;
  Prepare({.deadline = absl::Now() + absl::Milliseconds(500)}, context);
  const auto stream = stub->Exchange(&context);
  stream->Write(Text("hold"));
  EchoResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  server.Release();
}

TEST(BidiStream, EndsBetweenTwoMessagesWhenTheServerStops) {
  EchoServer server;
  Exchange exchange(server);
  exchange.Send(Text("hold"));
  server.AwaitHeld(1);
  std::thread stop([&] { server.server().Stop(absl::Seconds(20)); });
  absl::SleepFor(absl::Milliseconds(50));
  server.Release();
  EXPECT_EQ(exchange.Receive().text(), "hold");
  EXPECT_EQ(ReasonOf(exchange.AwaitEnd()), Reason::SHUTTING_DOWN);
  stop.join();
}

TEST(BidiStream, EndsWithTooLargeAMessageAndTheConnectionLivesOn) {
  const EchoServer server;
  const auto stub = server.StubOf(testing::kProvider);
  for (int round = 0; round < 2; ++round) {
    grpc::ClientContext context;
    Prepare({}, context);
    const auto stream = stub->Exchange(&context);
    stream->Write(Text(std::string(5 << 20, 'x')));
    EchoResponse response;
    EXPECT_FALSE(stream->Read(&response));
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  }
}

// The numbers one Count stream sends, and how it ends.
absl::Status Count(const EchoServer& server, const char* uri, int to, std::vector<int>& numbers) {
  const auto stub = server.StubOf(uri);
  grpc::ClientContext context;
  Prepare({}, context);
  CountRequest request;
  request.set_to(to);
  const auto stream = stub->Count(&context, request);
  CountResponse response;
  while (stream->Read(&response)) numbers.push_back(response.number());
  return FromGrpcStatus(stream->Finish());
}

TEST(ServerStream, SendsAllOfItsSourceAndEnds) {
  const EchoServer server;
  std::vector<int> numbers;
  EXPECT_TRUE(Count(server, testing::kService, 30, numbers).ok());
  ASSERT_EQ(numbers.size(), 30u);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(numbers[static_cast<std::size_t>(i)], i + 1);
}

TEST(ServerStream, TellsWhyItCannotOpenOrGoOn) {
  const EchoServer server;
  std::vector<int> numbers;
  EXPECT_EQ(ReasonOf(Count(server, testing::kService, -2, numbers)), Reason::NOT_FOUND);
  EXPECT_EQ(ReasonOf(Count(server, testing::kService, -1, numbers)), Reason::STATE_CONFLICT);
  EXPECT_EQ(ReasonOf(Count(server, testing::kCity, 1, numbers)), Reason::ROLE_NOT_ALLOWED);
  EXPECT_TRUE(numbers.empty());
}

TEST(ServerStream, HoldsNoWorkerWhileItWaits) {
  EchoServer server({.limits = {.workers = 1}});
  std::vector<std::thread> idle;
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  const auto stub = server.StubOf(testing::kService);
  for (int i = 0; i < 10; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    idle.emplace_back([&stub, context = contexts.back().get()] {
      const auto stream = stub->Count(context, CountRequest());
      CountResponse response;
      while (stream->Read(&response)) {
      }
      EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
    });
  }
  while (server.sources_alive() < 10) absl::SleepFor(absl::Milliseconds(1));
  std::vector<int> numbers;
  EXPECT_TRUE(Count(server, testing::kService, 5, numbers).ok());
  for (const auto& context : contexts) context->TryCancel();
  for (std::thread& thread : idle) thread.join();
  // Nothing of a caller that has gone stays behind.
  while (server.sources_alive() > 0) absl::SleepFor(absl::Milliseconds(1));
}

TEST(ServerStream, EndsWhenTheServerStops) {
  EchoServer server;
  const auto stub = server.StubOf(testing::kService);
  grpc::ClientContext context;
  CountRequest request;
  request.set_to(1000000);
  const auto stream = stub->Count(&context, request);
  // A stream that has said nothing yet would be tried again by the client.
  CountResponse response;
  ASSERT_TRUE(stream->Read(&response));
  std::thread stop([&] { server.server().Stop(absl::Minutes(5)); });
  while (stream->Read(&response)) {
  }
  // Cancelled after the grace it would not say so.
  EXPECT_EQ(ReasonOf(FromGrpcStatus(stream->Finish())), Reason::SHUTTING_DOWN);
  stop.join();
}

}  // namespace
}  // namespace xuefen::rpc
