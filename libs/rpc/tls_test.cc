// Who gets a connection at all, and how certificates change while a server runs.
#include "libs/rpc/tls.h"

#include <grpcpp/create_channel.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
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
using testing::v1::EchoRequest;
using testing::v1::EchoService;

// An Echo over `channel`, tried once.
absl::Status Echo(const std::shared_ptr<grpc::Channel>& channel) {
  const auto stub = EchoService::NewStub(channel);
  EchoRequest request;
  request.set_text("a");
  return Invoke(*stub, &EchoService::Stub::Echo, request,
                {.deadline = absl::Now() + absl::Seconds(60)})
      .status();
}

absl::Status Echo(const EchoServer& server, const std::string& directory) {
  const auto channel = MakeChannel(server.address(), directory);
  return channel.ok() ? Echo(*channel) : channel.status();
}

// A certificate of the authority in `certificates` with any alternative names.
std::string Forge(const testing::Certificates& certificates, const std::string& names) {
  const std::string home = absl::StrCat(certificates.directory(), "/forged");
  Shell(absl::StrCat("rm -rf ", home, " && mkdir ", home));
  Shell(absl::StrCat(
      "printf '[req]\\ndistinguished_name=s\\nprompt=no\\nx509_extensions=e\\n[s]\\nCN=x\\n[e]\\n",
      "basicConstraints=CA:false\\nextendedKeyUsage=clientAuth,serverAuth\\n", names,
      "' | openssl req -x509 -config /dev/stdin -CA ", certificates.directory(),
      "/ca/cert.pem -CAkey ", certificates.directory(),
      "/ca/key.pem -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 1 -keyout ", home,
      "/key.pem -out ", home, "/cert.pem 2>/dev/null"));
  Shell(absl::StrCat("cp ", certificates.directory(), "/ca/cert.pem ", home, "/ca.pem"));
  return home;
}

TEST(Tls, LetsInAnActor) {
  const EchoServer server;
  EXPECT_TRUE(Echo(server, testing::ActorDirectory(testing::kCity)).ok());
}

TEST(Tls, LetsInNobodyWithoutACertificate) {
  const EchoServer server;
  grpc::SslCredentialsOptions options;
  std::ifstream ca(SharedCertificates().directory() + "/ca/cert.pem");
  options.pem_root_certs.assign(std::istreambuf_iterator<char>(ca), {});
  const auto channel = grpc::CreateChannel(server.address(), grpc::SslCredentials(options));
  EXPECT_EQ(Echo(channel).code(), absl::StatusCode::kUnavailable);
  const auto plain = grpc::CreateChannel(server.address(), grpc::InsecureChannelCredentials());
  EXPECT_EQ(Echo(plain).code(), absl::StatusCode::kUnavailable);
}

TEST(Tls, LetsInNobodyOfAnotherAuthority) {
  const EchoServer server;
  const testing::Certificates other;
  const std::string directory = other.Actor("city", testing::kCity);
  // The stranger trusts our server, so that only our server refuses.
  Shell(
      absl::StrCat("cp ", SharedCertificates().directory(), "/ca/cert.pem ", directory, "/ca.pem"));
  EXPECT_EQ(Echo(server, directory).code(), absl::StatusCode::kUnavailable);
}

TEST(Tls, KnowsNobodyWithNoneOrSeveralUris) {
  const EchoServer server;
  for (const std::string names :
       {"subjectAltName=DNS:localhost", "keyUsage=digitalSignature",
        "subjectAltName=URI:spiffe://xuefen/bureau/370100,URI:spiffe://xuefen/bureau/370200",
        "subjectAltName=URI:spiffe://xuefen/bureau/370100,URI:spiffe://xuefen/bureau/370100",
        "subjectAltName=URI:https://xuefen/bureau/370100"}) {
    EXPECT_EQ(ReasonOf(Echo(server, Forge(SharedCertificates(), names))), Reason::NOT_AUTHENTICATED)
        << names;
  }
}

TEST(Tls, ActorsCannotPassForAServer) {
  const EchoServer impostor({.tls_directory = testing::ActorDirectory(testing::kCity)});
  EXPECT_EQ(Echo(impostor, testing::ActorDirectory(testing::kCity)).code(),
            absl::StatusCode::kUnavailable);
}

TEST(Tls, ServersAreKnownByNameAndByAddress) {
  const EchoServer server;
  const std::string city = testing::ActorDirectory(testing::kCity);
  const std::string address = absl::StrCat("localhost:", server.port());
  EXPECT_TRUE(Echo(*MakeChannel(address, city)).ok());
}

TEST(Tls, FilesAreCheckedAtTheStart) {
  const std::string directory = Forge(SharedCertificates(), "subjectAltName=DNS:localhost");
  const auto message = [&] { return std::string(ServerTls(directory).status().message()); };
  EXPECT_TRUE(ServerTls(directory).ok());
  Shell(absl::StrCat("chmod 640 ", directory, "/key.pem"));
  EXPECT_THAT(message(), HasSubstr("chmod 600"));
  Shell(absl::StrCat("cp ", SharedCertificates().directory(), "/ca/key.pem ", directory,
                     "/key.pem; chmod 600 ", directory, "/key.pem"));
  EXPECT_THAT(message(), HasSubstr("not the key"));
  Shell(absl::StrCat("echo nothing > ", directory, "/ca.pem"));
  EXPECT_THAT(message(), HasSubstr("ca.pem"));
  EXPECT_FALSE(ClientTls("/nonexistent").ok());
}

// The serial number of the certificate that a new connection to the server is shown.
std::string SerialSeen(const EchoServer& server) {
  const std::string city = testing::ActorDirectory(testing::kCity);
  const TemporaryDirectory directory;
  const std::string out = directory.File("serial");
  Shell(absl::StrCat("openssl s_client -alpn h2 -connect ", server.address(), " -cert ", city,
                     "/cert.pem -key ", city, "/key.pem </dev/null 2>/dev/null | ",
                     "openssl x509 -noout -serial > ", out));
  std::ifstream file(out);
  std::string serial;
  std::getline(file, serial);
  return serial;
}

TEST(Tls, NewCertificatesAreTakenUpWithoutARestart) {
  const EchoServer server({.tls_directory = SharedCertificates().Server("swapped")});
  const std::string city = testing::ActorDirectory(testing::kCity);
  const auto connected = *MakeChannel(server.address(), city);
  EXPECT_TRUE(Echo(connected).ok());
  const std::string before = SerialSeen(server);
  SharedCertificates().Server("swapped");
  const absl::Time began = absl::Now();
  while (SerialSeen(server) == before && absl::Now() - began < absl::Seconds(60)) {
    // Throughout, new and old connections work.
    EXPECT_TRUE(Echo(server, city).ok());
    EXPECT_TRUE(Echo(connected).ok());
  }
  EXPECT_NE(SerialSeen(server), before);
}

}  // namespace
}  // namespace xuefen::rpc
