#include "libs/rpc/callback_reader.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/rpc/status.h"
#include "libs/rpc/testing/echo_server.h"

namespace xuefen::rpc {
namespace {

using testing::EchoServer;
using testing::v1::CountRequest;
using testing::v1::CountResponse;
using testing::v1::EchoService;

// One Count stream.
class Counting {
 public:
  Counting(std::unique_ptr<EchoService::Stub> stub, int to) : stub_(std::move(stub)) {
    Prepare({}, context_);
    CountRequest request;
    request.set_to(to);
    reader_ = std::make_unique<CallbackReader<CountResponse>>(
        [&](CallbackReader<CountResponse>::Reactor* reactor) {
          stub_->async()->Count(&context_, &request, reactor);
        });
  }

  // The next number, or 0 at the end.
  int Next() {
    CountResponse response;
    return reader_->Read(&response) ? response.number() : 0;
  }
  void Cancel() { context_.TryCancel(); }
  absl::Status Finish() { return FromGrpcStatus(reader_->Finish()); }

 private:
  const std::unique_ptr<EchoService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<CallbackReader<CountResponse>> reader_;
};

TEST(CallbackReader, ReadsAllThatComesAndStaysAtTheEnd) {
  const EchoServer server;
  Counting counting(server.StubOf(testing::kService), 30);
  for (int i = 1; i <= 30; ++i) EXPECT_EQ(counting.Next(), i);
  EXPECT_EQ(counting.Next(), 0);
  EXPECT_EQ(counting.Next(), 0);
  EXPECT_TRUE(counting.Finish().ok());
}

TEST(CallbackReader, TellsWhyTheServerEndedIt) {
  const EchoServer server;
  Counting counting(server.StubOf(testing::kService), -2);
  EXPECT_EQ(counting.Next(), 0);
  EXPECT_EQ(ReasonOf(counting.Finish()), Reason::NOT_FOUND);
}

TEST(CallbackReader, MayBeLeftInTheMiddle) {
  const EchoServer server;
  Counting counting(server.StubOf(testing::kService), 30);
  EXPECT_EQ(counting.Next(), 1);
  counting.Cancel();
  EXPECT_TRUE(absl::IsCancelled(counting.Finish()));
}

TEST(CallbackReader, StopsWaitingWhenItIsCancelled) {
  const EchoServer server;
  Counting counting(server.StubOf(testing::kService), 0);
  std::thread cancel([&] {
    while (server.sources_alive() == 0) absl::SleepFor(absl::Milliseconds(1));
    counting.Cancel();
  });
  EXPECT_EQ(counting.Next(), 0);
  EXPECT_TRUE(absl::IsCancelled(counting.Finish()));
  cancel.join();
}

TEST(CallbackReader, EndsWithTheServer) {
  EchoServer server;
  Counting counting(server.StubOf(testing::kService), 1000000);
  // A stream that has said nothing yet would be tried again by the client.
  EXPECT_EQ(counting.Next(), 1);
  std::thread stop([&] { server.server().Stop(absl::Minutes(5)); });
  while (counting.Next() != 0) {
  }
  EXPECT_EQ(ReasonOf(counting.Finish()), Reason::SHUTTING_DOWN);
  stop.join();
}

TEST(CallbackReader, FindsNobody) {
  auto server = std::make_unique<EchoServer>();
  auto stub = server->StubOf(testing::kService);
  server.reset();
  Counting counting(std::move(stub), 0);
  EXPECT_EQ(counting.Next(), 0);
  EXPECT_TRUE(absl::IsUnavailable(counting.Finish()));
}

}  // namespace
}  // namespace xuefen::rpc
