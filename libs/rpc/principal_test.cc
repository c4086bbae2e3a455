#include "libs/rpc/principal.h"

#include <string>

#include "gtest/gtest.h"
#include "libs/base/refusal.h"

namespace xuefen::rpc {
namespace {

TEST(ParsePrincipal, KnowsEveryKind) {
  const struct {
    const char* uri;
    Role role;
    const char* id;
  } kCases[] = {
      {"spiffe://xuefen/provider/91370100MA3C4D5E6F", Role::ROLE_PROVIDER, "91370100MA3C4D5E6F"},
      {"spiffe://xuefen/bureau/370100", Role::ROLE_BUREAU, "370100"},
      {"spiffe://xuefen/bureau/370102", Role::ROLE_BUREAU, "370102"},
      {"spiffe://xuefen/province/370000", Role::ROLE_PROVINCE, "370000"},
      {"spiffe://xuefen/industry/health", Role::ROLE_INDUSTRY, "health"},
      {"spiffe://xuefen/employer/12370000495570303Q", Role::ROLE_EMPLOYER, "12370000495570303Q"},
      {"spiffe://xuefen/platform/shandong", Role::ROLE_PLATFORM, "shandong"},
      {"spiffe://xuefen/service/credit", Role::ROLE_SERVICE, "credit"},
  };
  for (const auto& c : kCases) {
    const absl::StatusOr<Principal> principal = ParsePrincipal(c.uri);
    ASSERT_TRUE(principal.ok()) << c.uri;
    EXPECT_EQ(principal->role, c.role);
    EXPECT_EQ(principal->id, c.id);
    EXPECT_EQ(principal->uri, c.uri);
  }
}

TEST(ParsePrincipal, RefusesEverythingElse) {
  for (const std::string uri : {"",
                                "spiffe://xuefen/",
                                "spiffe://xuefen/bureau",
                                "spiffe://xuefen/bureau/",
                                "spiffe://xuefen/bureau/37010",
                                "spiffe://xuefen/bureau/3701000",
                                "spiffe://xuefen/bureau/370000",
                                "spiffe://xuefen/bureau/070100",
                                "spiffe://xuefen/bureau/37010x",
                                "spiffe://xuefen/province/370100",
                                "spiffe://xuefen/bureau/370100/",
                                "spiffe://xuefen/bureau/370100?x",
                                "spiffe://Xuefen/bureau/370100",
                                "spiffe://other/bureau/370100",
                                "https://xuefen/bureau/370100",
                                "spiffe://xuefen/provider/91370100MA3C4D5E6",
                                "spiffe://xuefen/provider/91370100ma3c4d5e6f",
                                "spiffe://xuefen/king/1",
                                "spiffe://xuefen/service/Credit",
                                "spiffe://xuefen/service/a/b",
                                " spiffe://xuefen/service/a"}) {
    EXPECT_EQ(ReasonOf(ParsePrincipal(uri).status()), Reason::NOT_AUTHENTICATED) << uri;
  }
}

TEST(Principal, HasADivisionOrAnOrganisationOrNeither) {
  EXPECT_EQ(ParsePrincipal("spiffe://xuefen/bureau/370100")->division(), "370100");
  EXPECT_EQ(ParsePrincipal("spiffe://xuefen/bureau/370100")->organisation(), "");
  EXPECT_EQ(ParsePrincipal("spiffe://xuefen/provider/91370100MA3C4D5E6F")->organisation(),
            "91370100MA3C4D5E6F");
  EXPECT_EQ(ParsePrincipal("spiffe://xuefen/platform/p")->division(), "");
}

}  // namespace
}  // namespace xuefen::rpc
