#include "libs/metrics/metrics.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/metrics/rpc_metrics.h"

namespace xuefen::metrics {
namespace {

using ::testing::HasSubstr;

std::string Scrape(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) return "";
  const std::string request = "GET /metrics HTTP/1.0\r\n\r\n";
  if (write(fd, request.data(), request.size()) < 0) return "";
  std::string answer;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(fd, buffer, sizeof(buffer))) > 0;) {
    answer.append(buffer, static_cast<std::size_t>(n));
  }
  close(fd);
  return answer;
}

TEST(Metrics, ServeTheFiguresOfMethods) {
  const auto metrics = Metrics::Create("127.0.0.1:0");
  ASSERT_TRUE(metrics.ok()) << metrics.status();
  MethodMetrics method(**metrics, "xuefen.Test", "Get", "unary");
  method.Started();
  method.Handled(0, absl::Milliseconds(3));
  method.Handled(99, absl::Milliseconds(3));
  const std::string text = Scrape((*metrics)->port());
  EXPECT_THAT(text, HasSubstr("grpc_server_started_total{grpc_method=\"Get\",grpc_service="
                              "\"xuefen.Test\",grpc_type=\"unary\"} 1"));
  EXPECT_THAT(text, HasSubstr("grpc_code=\"OK\",grpc_method=\"Get\""));
  EXPECT_THAT(text, HasSubstr("grpc_server_handling_seconds_count"));
}

TEST(Metrics, ServeNothingWithoutAnAddress) { EXPECT_EQ((*Metrics::Create(""))->port(), 0); }

TEST(Metrics, SayWhenThePortIsTaken) {
  const auto first = Metrics::Create("127.0.0.1:0");
  const auto second = Metrics::Create(absl::StrCat("127.0.0.1:", (*first)->port()));
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace xuefen::metrics
