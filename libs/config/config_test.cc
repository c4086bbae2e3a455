#include "libs/config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xuefen::config {
namespace {

using testing::HasSubstr;

constexpr char kGood[] = R"(
  listen_address: "127.0.0.1:7411"
  tls_directory: "tls"
  conninfo_file: "conninfo"
  secrets { tokens_file: "tokens" }
  upstreams { service: "registry" address: "127.0.0.1:7412" }
)";

TEST(Config, GoodTextIsRead) {
  const auto config = Parse(kGood, "a.txtpb");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(*AddressOf(*config, "registry"), "127.0.0.1:7412");
  EXPECT_FALSE(AddressOf(*config, "credit").ok());
}

TEST(Config, AnUnknownFieldIsNamedWithItsPlace) {
  const auto config = Parse("listen_adress: \"x\"", "a.txtpb");
  EXPECT_THAT(std::string(config.status().message()), HasSubstr("a.txtpb:1:"));
  EXPECT_THAT(std::string(config.status().message()), HasSubstr("listen_adress"));
}

TEST(Config, EverythingWrongIsToldAtOnce) {
  const auto config =
      Parse("listen_address: \"7411\" metrics_address: \"0.0.0.0:1\" capacity { lanes: 65 }", "a");
  const std::string message(config.status().message());
  for (const char* field : {"listen_address", "metrics_address", "tls_directory", "conninfo_file",
                            "secrets.tokens_file", "capacity.lanes"}) {
    EXPECT_THAT(message, HasSubstr(field));
  }
}

}  // namespace
}  // namespace xuefen::config
