#include <sys/stat.h>

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/crypto/key_ring.h"
#include "libs/crypto/lookup_hash.h"
#include "libs/crypto/sealed.h"
#include "libs/crypto/secret_file.h"
#include "tests/support/temporary_directory.h"

namespace xuefen::crypto {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kOne = absl::StrCat("00000001 ", std::string(64, '1'));
const std::string kTwo = absl::StrCat("00000002 ", std::string(64, '2'));

KeyRing Ring(const std::string& text) { return *KeyRing::Parse(text, "test"); }

absl::StatusOr<std::string> ReadWithMode(const std::string& text, mode_t mode) {
  const TemporaryDirectory directory;
  const std::string path = directory.File("secret");
  std::ofstream(path) << text;
  chmod(path.c_str(), mode);
  return ReadSecretFile(path);
}

TEST(SecretFile, IsReadWhenOnlyItsOwnerMay) {
  EXPECT_EQ(*ReadWithMode("hidden", 0600), "hidden");
  EXPECT_EQ(*ReadWithMode("hidden", 0400), "hidden");
}

TEST(SecretFile, IsRefusedWhenOthersMayReadOrWriteIt) {
  for (const mode_t mode : {0640, 0604, 0620, 0602, 0644, 0666}) {
    const absl::Status status = ReadWithMode("hidden", mode).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << mode;
    EXPECT_THAT(std::string(status.message()), HasSubstr("chmod 600"));
  }
}

TEST(SecretFile, IsRefusedWhenItIsMissingOrADirectory) {
  EXPECT_FALSE(ReadSecretFile("/nonexistent/secret").ok());
  EXPECT_FALSE(ReadSecretFile(testing::TempDir()).ok());
}

TEST(KeyRing, ReadsKeysAndSkipsComments) {
  const KeyRing ring = Ring(absl::StrCat("# newest first\n\n", kTwo, "\n", kOne, "\n"));
  EXPECT_EQ(ring.primary().id, 2u);
  EXPECT_TRUE(ring.Find(1).ok());
}

TEST(KeyRing, RefusesAnythingElseWithoutRepeatingIt) {
  for (const std::string& text :
       {std::string(), std::string("# nothing"), kOne.substr(0, 72), absl::StrCat(kOne, "00"),
        absl::StrCat(kOne, "\n", kOne), absl::StrCat("1 ", std::string(64, '1'))}) {
    const absl::Status status = KeyRing::Parse(text, "file").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << text;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("1111")));
  }
}

TEST(Sealed, OpensToWhatWasSealed) {
  const KeyRing ring = Ring(kOne);
  for (const std::string& plain :
       {std::string(), std::string("370102199003077654"), std::string(100000, '\0')}) {
    EXPECT_EQ(*Open(ring, "here", Seal(ring, "here", plain)), plain);
  }
}

TEST(Sealed, NeverLooksTheSameTwice) {
  const KeyRing ring = Ring(kOne);
  EXPECT_NE(Seal(ring, "", "same"), Seal(ring, "", "same"));
}

TEST(Sealed, StaysReadableAfterRotation) {
  const std::string sealed = Seal(Ring(kOne), "", "old");
  EXPECT_EQ(*Open(Ring(absl::StrCat(kTwo, "\n", kOne)), "", sealed), "old");
}

TEST(Sealed, NamesTheMissingKey) {
  const absl::Status status = Open(Ring(kTwo), "", Seal(Ring(kOne), "", "old")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("key 00000001 is not in test"));
}

TEST(Sealed, RefusesEveryChangedByteAndEveryCut) {
  const KeyRing ring = Ring(kOne);
  const std::string sealed = Seal(ring, "here", "value");
  EXPECT_FALSE(Open(ring, "there", sealed).ok());
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(Open(ring, "here", changed).ok()) << i;
    EXPECT_FALSE(Open(ring, "here", sealed.substr(0, i)).ok()) << i;
  }
}

TEST(LookupHash, DependsOnKeyPurposeAndValue) {
  const LookupHash one(Ring(kOne));
  const LookupHash two(Ring(kTwo));
  EXPECT_EQ(one.Of("identity", "x"), one.Of("identity", "x"));
  EXPECT_NE(one.Of("identity", "x"), one.Of("identity", "y"));
  EXPECT_NE(one.Of("identity", "x"), one.Of("other", "x"));
  EXPECT_NE(one.Of("ab", "c"), one.Of("a", "bc"));
  EXPECT_NE(one.Of("identity", "x"), two.Of("identity", "x"));
  EXPECT_EQ(one.key_id(), 1u);
}

TEST(LookupHash, IsHmacSha256OfTheCanonicalInput) {
  // printf '\0\0\0\0\0\0\0\1p\0\0\0\0\0\0\0\1v' | openssl dgst -sha256 -mac HMAC -macopt
  // hexkey:11...
  EXPECT_EQ(ToHex(AsView(LookupHash(Ring(kOne)).Of("p", "v"))),
            "6787b62124f1d527b179332c9e763e67339fc6c3bcd9553ecd69f519b0e51d04");
}

TEST(ConstantTime, ComparesWholeValues) {
  EXPECT_TRUE(ConstantTimeEquals("", ""));
  EXPECT_TRUE(ConstantTimeEquals("abc", "abc"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "abd"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "ab"));
}

}  // namespace
}  // namespace xuefen::crypto
