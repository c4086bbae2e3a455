#include "libs/tokens/tokens.h"

#include <cstdint>
#include <limits>
#include <random>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/base/ids.h"
#include "libs/base/refusal.h"

namespace xuefen::tokens {
namespace {

Tokens WithKey(char digit) {
  return Tokens(*crypto::KeyRing::Parse(absl::StrCat("00000001 ", std::string(64, digit)), "test"));
}

const PageScope kScope{
    .caller = "spiffe://xuefen/bureau/370100", .method = "/a/b", .arguments = "h"};

TEST(PageTokens, CarryTheLastKey) {
  const Tokens tokens = WithKey('1');
  EXPECT_EQ(*tokens.OpenPage(kScope, tokens.SealPage(kScope, "last")), "last");
  EXPECT_EQ(*tokens.OpenPage(kScope, tokens.SealPage(kScope, "")), "");
}

TEST(PageTokens, AreOfOneCallerMethodAndArguments) {
  const Tokens tokens = WithKey('1');
  const std::string token = tokens.SealPage(kScope, "last");
  PageScope caller = kScope;
  caller.caller = "spiffe://xuefen/bureau/370200";
  PageScope method = kScope;
  method.method = "/a/c";
  PageScope arguments = kScope;
  arguments.arguments = "i";
  for (const PageScope& other : {caller, method, arguments}) {
    EXPECT_EQ(ReasonOf(tokens.OpenPage(other, token).status()), Reason::PAGE_TOKEN_INVALID);
  }
  EXPECT_FALSE(WithKey('2').OpenPage(kScope, token).ok());
  EXPECT_FALSE(tokens.OpenFreshness(token).ok());
}

TEST(FreshnessTokens, CarryTheirPositions) {
  const Tokens tokens = WithKey('1');
  const Freshness freshness{.service = "registry", .positions = {{0, 1}, {63, 1234567890123}}};
  EXPECT_EQ(*tokens.OpenFreshness(tokens.SealFreshness(freshness)), freshness);
}

TEST(FreshnessTokens, FitTheFieldThatTakesThem) {
  Freshness largest{.service = "a-service-with-the-longest-names", .positions = {}};
  for (int bucket = 0; bucket < kBuckets; ++bucket) {
    largest.positions[bucket] = std::numeric_limits<std::int64_t>::max();
  }
  const Tokens tokens = WithKey('1');
  const std::string token = tokens.SealFreshness(largest);
  EXPECT_LE(token.size(), std::size_t{kMaxFreshnessTokenBytes});
  EXPECT_EQ(*tokens.OpenFreshness(token), largest);
}

TEST(FreshnessTokens, MergeToTheFurtherOfBoth) {
  const Freshness a{.service = "registry", .positions = {{1, 5}, {2, 7}}};
  const Freshness b{.service = "registry", .positions = {{2, 3}, {4, 1}}};
  EXPECT_EQ(Merge(a, b)->positions, (std::map<int, std::int64_t>{{1, 5}, {2, 7}, {4, 1}}));
  const Freshness other{.service = "credit", .positions = {}};
  EXPECT_EQ(ReasonOf(Merge(a, other).status()), Reason::FRESHNESS_TOKEN_INVALID);
}

TEST(FreshnessTokens, CoverWhatHasBeenReached) {
  EXPECT_TRUE(Covers({}, {}));
  EXPECT_TRUE(Covers({}, {{1, 0}}));
  EXPECT_TRUE(Covers({{1, 5}}, {{1, 5}}));
  EXPECT_FALSE(Covers({{1, 4}}, {{1, 5}}));
  EXPECT_FALSE(Covers({{2, 9}}, {{1, 5}}));
}

TEST(FreshnessTokens, OfNoKnownShapeAreRefused) {
  for (const std::string& bytes :
       {std::string(), std::string("\x02"), std::string("\x01"), std::string("\x01\x05reg"),
        std::string("\x01\x01s\x40\x01", 5), std::string("\x01\x01s\x01", 4),
        std::string("\x01\x01s\x01\x01\x01\x02", 7),
        std::string("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11)}) {
    EXPECT_FALSE(DecodeFreshness(bytes).has_value()) << absl::CHexEscape(bytes);
  }
}

TEST(Tokens, OutliveHostileInput) {
  const Tokens tokens = WithKey('1');
  std::mt19937 random(20160410);
  const std::string good = tokens.SealFreshness({.service = "registry", .positions = {{1, 2}}});
  for (int round = 0; round < 20000; ++round) {
    std::string token = good;
    token[random() % token.size()] = static_cast<char>(random());
    token.resize(random() % (token.size() + 1));
    std::string plain(random() % 40, '\0');
    for (char& byte : plain) byte = static_cast<char>(random());
    DecodeFreshness(plain);
    if (token == good) continue;
    const absl::Status status = tokens.OpenFreshness(token).status();
    EXPECT_EQ(ReasonOf(status), Reason::FRESHNESS_TOKEN_INVALID);
    EXPECT_FALSE(tokens.OpenPage(kScope, token).ok());
  }
  EXPECT_FALSE(tokens.OpenFreshness(std::string(1 << 20, 'A')).ok());
}

}  // namespace
}  // namespace xuefen::tokens
