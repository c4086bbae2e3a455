#include "services/cli/suite/suite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/rpc/status.h"
#include "services/cli/suite/file.h"
#include "tests/support/temporary_directory.h"

namespace xuefen::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SuiteTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const { return temporary_.File(name); }

  static std::string Content(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory_)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  const TemporaryDirectory temporary_;
  const std::string directory_ = temporary_.path();
};

TEST_F(SuiteTest, AFileAppearsWholeInThePlaceOfTheOneBefore) {
  std::ofstream(Path("r.csv")) << "before";
  {
    NewFile file = NewFile::Create(Path("r.csv")).value();
    EXPECT_EQ(Content(Path("r.csv")), "before");
    ASSERT_TRUE(file.Commit("after").ok());
  }
  EXPECT_EQ(Content(Path("r.csv")), "after");
  EXPECT_THAT(Names(), ElementsAre("r.csv"));
}

TEST_F(SuiteTest, AFileThatIsNotCommittedLeavesNothing) {
  { NewFile file = NewFile::Create(Path("r.csv")).value(); }
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(SuiteTest, WhereNothingCanBeWrittenIsKnownBeforehand) {
  EXPECT_TRUE(absl::IsInvalidArgument(NewFile::Create(Path("nowhere/r.csv")).status()));
}

TEST_F(SuiteTest, WhatCannotBeReadIsSaid) {
  EXPECT_TRUE(absl::IsNotFound(ReadFile(Path("missing")).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadFile(directory_).status()));
  std::ofstream(Path("bytes"), std::ios::binary) << std::string("a\0b", 3);
  EXPECT_EQ(ReadFile(Path("bytes")).value(), std::string("a\0b", 3));
}

TEST_F(SuiteTest, TokensOfOneServiceAreKeptInTheirOrder) {
  const TokenStore store(Path("run/tokens"));
  EXPECT_THAT(store.Read("registry"), IsEmpty());
  ASSERT_TRUE(store.Replace("registry", {}, {"a", "b"}).ok());
  ASSERT_TRUE(store.Replace("accreditation", {}, {"x"}).ok());
  EXPECT_THAT(store.Read("registry"), ElementsAre("a", "b"));
  EXPECT_THAT(store.Read("accreditation"), ElementsAre("x"));
}

TEST_F(SuiteTest, AMergedTokenTakesThePlaceOfThoseItStandsForAndOfNoOther) {
  const TokenStore store(Path("tokens"));
  ASSERT_TRUE(store.Replace("registry", {}, {"a", "b"}).ok());
  // Another program's, meanwhile.
  ASSERT_TRUE(store.Replace("registry", {}, {"c"}).ok());
  ASSERT_TRUE(store.Replace("registry", {"a", "b"}, {"ab", ""}).ok());
  EXPECT_THAT(store.Read("registry"), ElementsAre("c", "ab"));
}

TEST_F(SuiteTest, OnlyTheLastTokensAreKept) {
  const TokenStore store(Path("tokens"));
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(store.Replace("registry", {}, {absl::StrCat(i)}).ok());
  }
  EXPECT_THAT(store.Read("registry"), SizeIs(TokenStore::kTokensMax));
  EXPECT_EQ(store.Read("registry").back(), "39");
}

TEST_F(SuiteTest, ProgramsThatRunTogetherLoseNoToken) {
  const TokenStore store(Path("tokens"));
  std::vector<std::thread> programs;
  for (int i = 0; i < 4; ++i) {
    programs.emplace_back([&store, i] {
      for (int n = 0; n < 5; ++n) {
        EXPECT_TRUE(store.Replace("registry", {}, {absl::StrCat(i, "-", n)}).ok());
      }
    });
  }
  for (std::thread& program : programs) program.join();
  EXPECT_THAT(store.Read("registry"), SizeIs(20));
}

TEST_F(SuiteTest, AddressesComeFromTheRunningSuite) {
  const DataDirectory data(directory_);
  EXPECT_TRUE(absl::IsFailedPrecondition(data.AddressOf("registry").status()));
  fs::create_directories(Path("run"));
  std::ofstream(Path("run/endpoints.json")) << R"({"registry": "127.0.0.1:7411"})";
  EXPECT_EQ(data.AddressOf("registry").value(), "127.0.0.1:7411");
  EXPECT_TRUE(absl::IsFailedPrecondition(data.AddressOf("credit").status()));
}

TEST_F(SuiteTest, AWrongCallerIsToldWhichThereAre) {
  fs::create_directories(Path("certificates/actors/bureau-370100"));
  fs::create_directories(Path("certificates/actors/.bureau-370100.aBcDeF"));
  const DataDirectory data(directory_);
  EXPECT_EQ(data.CertificateOf("bureau-370100").value(), Path("certificates/actors/bureau-370100"));
  const absl::Status status = data.CertificateOf("bureau").status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(status.message(), HasSubstr("want one of bureau-370100"));
}

TEST(Backoff, WaitsLongerEachTimeAndAtLeastAsLongAsTheServerAsks) {
  Backoff backoff(absl::Minutes(1));
  const absl::Status status = absl::UnavailableError("");
  EXPECT_LE(backoff.Next(status).value(), absl::Milliseconds(100));
  for (int i = 0; i < 8; ++i) backoff.Next(status);
  EXPECT_GE(backoff.Next(status).value(), absl::Seconds(2));
  EXPECT_LE(backoff.Next(status).value(), absl::Seconds(5));
  EXPECT_GE(backoff.Next(rpc::WithRetryDelay(status, absl::Seconds(20))).value(),
            absl::Seconds(20));
  backoff.Reset();
  EXPECT_LE(backoff.Next(status).value(), absl::Milliseconds(100));
}

TEST(Backoff, DoesNotTryAgainWhatFailsAgain) {
  Backoff backoff(absl::Minutes(1));
  EXPECT_FALSE(backoff.Next(Refusal(Reason::OUT_OF_SCOPE, "")).has_value());
  EXPECT_FALSE(backoff.Next(Refusal(Reason::INTERNAL, "")).has_value());
  // A connection that was torn down.
  EXPECT_TRUE(backoff.Next(absl::InternalError("RST_STREAM")).has_value());
}

TEST(Backoff, LosesPatience) {
  Backoff backoff(absl::ZeroDuration());
  EXPECT_FALSE(backoff.Next(absl::UnavailableError("")).has_value());
}

}  // namespace
}  // namespace xuefen::cli
