#include "libs/rpc/access.h"

#include "gtest/gtest.h"
#include "libs/base/refusal.h"
#include "libs/rpc/testing/echo.pb.h"

namespace xuefen::rpc {
namespace {

using testing::v1::EchoRequest;

const google::protobuf::ServiceDescriptor& Service(int index) {
  return *EchoRequest::descriptor()->file()->service(index);
}

Principal Of(const char* uri) { return *ParsePrincipal(uri); }
const Principal kCity = Of("spiffe://xuefen/bureau/370100");
const Principal kProvince = Of("spiffe://xuefen/province/370000");
const Principal kProvider = Of("spiffe://xuefen/provider/91370100MA3C4D5E6F");
const Principal kPlatform = Of("spiffe://xuefen/platform/shandong");

AccessRule EchoRule() { return *AccessRule::Create(*Service(0).FindMethodByName("Echo")); }

TEST(DivisionCovers, FollowsThePairsOfDigits) {
  EXPECT_TRUE(DivisionCovers("370000", "370000"));
  EXPECT_TRUE(DivisionCovers("370000", "370100"));
  EXPECT_TRUE(DivisionCovers("370000", "370102"));
  EXPECT_TRUE(DivisionCovers("370100", "370102"));
  EXPECT_TRUE(DivisionCovers("370102", "370102"));
  EXPECT_FALSE(DivisionCovers("370100", "370200"));
  EXPECT_FALSE(DivisionCovers("370100", "370000"));
  EXPECT_FALSE(DivisionCovers("370102", "370100"));
  EXPECT_FALSE(DivisionCovers("370102", "370103"));
  EXPECT_FALSE(DivisionCovers("370000", "110000"));
}

TEST(DivisionCovers, NothingThatIsNoCode) {
  for (const char* code : {"", "37", "3701000", "37010x", "370100370100"}) {
    EXPECT_FALSE(DivisionCovers(code, "370100")) << code;
    EXPECT_FALSE(DivisionCovers("370000", code)) << code;
  }
  EXPECT_FALSE(DivisionCovers("000000", "370100"));
}

TEST(Reaches, FollowsTheRoleOfTheCaller) {
  EXPECT_TRUE(ReachesDivision(kCity, "370102"));
  EXPECT_FALSE(ReachesDivision(kCity, "370200"));
  EXPECT_FALSE(ReachesDivision(kProvider, "370100"));
  EXPECT_TRUE(ReachesDivision(kPlatform, "110000"));
  EXPECT_TRUE(ReachesOrganisation(kProvider, "91370100MA3C4D5E6F"));
  EXPECT_FALSE(ReachesOrganisation(kProvider, "91370100MA3C4D5E60"));
  EXPECT_FALSE(ReachesOrganisation(kCity, ""));
  EXPECT_FALSE(ReachesOrganisation(kCity, "91370100MA3C4D5E6F"));
}

TEST(AccessRule, LetsInTheRolesOfTheContractOnly) {
  EXPECT_TRUE(EchoRule().CheckRole(kCity).ok());
  EXPECT_EQ(ReasonOf(EchoRule().CheckRole(kPlatform)), Reason::ROLE_NOT_ALLOWED);
}

TEST(AccessRule, FillsWhatIsEmptyAndOnlyThat) {
  EchoRequest request;
  EchoRule().FillScope(kCity, request);
  EXPECT_EQ(request.scope().division(), "370100");
  EXPECT_EQ(request.scope().organisation(), "");
  EchoRule().FillScope(kProvince, request);
  EXPECT_EQ(request.scope().division(), "370100");
  EchoRule().FillScope(kProvider, request);
  EXPECT_EQ(request.scope().organisation(), "91370100MA3C4D5E6F");
}

TEST(AccessRule, LeavesTheScopeOfAPlatformAlone) {
  EchoRequest request;
  EchoRule().FillScope(kPlatform, request);
  EXPECT_FALSE(request.has_scope());
  EXPECT_TRUE(EchoRule().CheckScope(kPlatform, request).ok());
}

TEST(AccessRule, RefusesAnotherDivisionAndAnotherOrganisation) {
  EchoRequest request;
  request.mutable_scope()->set_division("370200");
  EXPECT_TRUE(EchoRule().CheckScope(kProvince, request).ok());
  EXPECT_EQ(ReasonOf(EchoRule().CheckScope(kCity, request)), Reason::OUT_OF_SCOPE);
  request.mutable_scope()->set_organisation("91370100MA3C4D5E60");
  EXPECT_EQ(ReasonOf(EchoRule().CheckScope(kProvider, request)), Reason::OUT_OF_SCOPE);
}

TEST(AccessRule, MustBeThereAndFitTheRequest) {
  EXPECT_EQ(AccessRule::Create(*Service(1).method(0)).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(AccessRule::Create(*Service(2).method(0)).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(DescribeAccess, ListsEveryMethod) {
  EXPECT_EQ(DescribeAccess(Service(0)),
            "Echo: provider, bureau, province; division in scope.division; organisation in "
            "scope.organisation\n"
            "EchoLater: platform; by object\n"
            "Exchange: provider; organisation in scope.organisation\n"
            "Count: service\n"
            "Missing: platform\n");
  EXPECT_EQ(DescribeAccess(Service(1)), "Echo: nobody\n");
}

}  // namespace
}  // namespace xuefen::rpc
