// Certificates that are withdrawn while their holders are connected.
#include "libs/rpc/denied.h"

#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/refusal.h"
#include "libs/rpc/testing/echo_server.h"
#include "tests/support/temporary_directory.h"

namespace xuefen::rpc {
namespace {

using testing::EchoServer;
using ::testing::HasSubstr;
using testing::SharedCertificates;
using testing::Shell;
using testing::v1::CountRequest;
using testing::v1::CountResponse;
using testing::v1::EchoRequest;
using testing::v1::EchoResponse;
using testing::v1::EchoService;

EchoRequest Text() {
  EchoRequest request;
  request.set_text("a");
  return request;
}

// A server with a list, and one actor who can lose its certificate.
class DeniedTest : public ::testing::Test {
 protected:
  DeniedTest() { Write("# nobody yet\n\n"); }

  void Write(const std::string& text) const {
    std::ofstream(list_ + ".new") << text;
    Shell(absl::StrCat("mv ", list_, ".new ", list_));
  }

  void Deny(const std::string& directory) const {
    Shell(absl::StrCat("openssl x509 -noout -serial -in ", directory, "/cert.pem >> ", list_));
  }

  std::unique_ptr<EchoServer> Serve() const {
    return std::make_unique<EchoServer>(ServerOptions{.denied_certificates_file = list_});
  }

  static absl::Status Echo(const std::shared_ptr<grpc::Channel>& channel) {
    const auto stub = EchoService::NewStub(channel);
    return Invoke(*stub, &EchoService::Stub::Echo, Text(),
                  {.deadline = absl::Now() + absl::Seconds(60)})
        .status();
  }

  // Runs `refused` until it says so; the test framework's own limit ends a list never taken up.
  template <typename F>
  static void Await(F refused) {
    while (!refused()) absl::SleepFor(absl::Milliseconds(20));
  }

  const TemporaryDirectory directory_;
  const std::string list_ = directory_.File("denied");
};

TEST_F(DeniedTest, AnOpenConnectionIsRefusedAndANewCertificateWelcome) {
  const auto server = Serve();
  const std::string lost = SharedCertificates().Actor("lost", testing::kCity);
  const auto connected = *MakeChannel(server->address(), lost);
  ASSERT_TRUE(Echo(connected).ok());
  Deny(lost);
  Await([&] { return ReasonOf(Echo(connected)) == Reason::NOT_AUTHENTICATED; });
  EXPECT_EQ(ReasonOf(Echo(*MakeChannel(server->address(), lost))), Reason::NOT_AUTHENTICATED);
  const std::string anew = SharedCertificates().Actor("lost", testing::kCity);
  EXPECT_TRUE(Echo(*MakeChannel(server->address(), anew)).ok());
}

TEST_F(DeniedTest, AnOpenStreamTakesNoMoreMessages) {
  const auto server = Serve();
  const std::string lost = SharedCertificates().Actor("lost-provider", testing::kProvider);
  const auto stub = EchoService::NewStub(*MakeChannel(server->address(), lost));
  grpc::ClientContext context;
  Prepare({}, context);
  const auto stream = stub->Exchange(&context);
  EchoResponse response;
  const auto code = [&] {
    EXPECT_TRUE(stream->Write(Text()) && stream->Read(&response));
    return response.status().code();
  };
  ASSERT_EQ(code(), grpc::StatusCode::OK);
  Deny(lost);
  Await([&] { return code() == grpc::StatusCode::UNAUTHENTICATED; });
}

TEST_F(DeniedTest, AFeedEnds) {
  const auto server = Serve();
  const std::string lost = SharedCertificates().Actor("lost-service", testing::kService);
  const auto stub = EchoService::NewStub(*MakeChannel(server->address(), lost));
  grpc::ClientContext context;
  Prepare({}, context);
  CountRequest request;
  request.set_to(1 << 30);
  const auto stream = stub->Count(&context, request);
  CountResponse response;
  ASSERT_TRUE(stream->Read(&response));
  Deny(lost);
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(ReasonOf(FromGrpcStatus(stream->Finish())), Reason::NOT_AUTHENTICATED);
}

TEST_F(DeniedTest, ABrokenListChangesNothing) {
  const auto server = Serve();
  const std::string lost = SharedCertificates().Actor("lost-again", testing::kCity);
  const std::string kept = SharedCertificates().Actor("kept", testing::kCity);
  Deny(lost);
  const auto lost_channel = *MakeChannel(server->address(), lost);
  Await([&] { return !Echo(lost_channel).ok(); });
  Write("no serial\n");
  const absl::Time until = absl::Now() + absl::Seconds(3);
  while (absl::Now() < until) {
    ASSERT_FALSE(Echo(lost_channel).ok());
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_TRUE(Echo(*MakeChannel(server->address(), kept)).ok());
}

TEST_F(DeniedTest, TheListIsCheckedAtTheStart) {
  Write("00ab\nserial=0F\nnot a serial\n");
  const auto broken = DeniedCertificates::Open(list_);
  EXPECT_THAT(std::string(broken.status().message()), HasSubstr(":3: want a serial number"));
  EXPECT_FALSE(DeniedCertificates::Open("/nonexistent").ok());
  EXPECT_TRUE(DeniedCertificates::Open("").ok());
}

}  // namespace
}  // namespace xuefen::rpc
