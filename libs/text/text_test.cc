#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "libs/text/encoding.h"
#include "libs/text/normalise.h"

namespace xuefen::text {
namespace {

// Strings of characters that the functions treat specially, mixed with ordinary ones.
rc::Gen<std::string> TrickyText() {
  const std::vector<std::string> pieces = {
      "王",     "燕",     "a",      "Ａ",     "１", " ", "\t",         "\u00A0", "\u3000",
      "\u200B", "\uFEFF", "\u202A", ".",      "·",  "•", "・",         "･",      "‧",
      "\u2024", "Ⅹ",      "\u00A8", "\u0301", "ﬁ",  "é", "\U00020BB7", "\u200D"};
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)),
                      [](const std::vector<std::string>& chosen) {
                        std::string text;
                        for (const std::string& piece : chosen) text += piece;
                        return text;
                      });
}

TEST(NormaliseText, MakesFullWidthHalfWidthAndTrims) {
  EXPECT_EQ(NormaliseText("　１６ "), "16");
  EXPECT_EQ(NormaliseText("\uFEFFU201800001\u200B"), "U201800001");
  EXPECT_EQ(NormaliseText(" a b\t"), "a b");
  EXPECT_EQ(NormaliseText("ＳＤ２０１８－ＰＵＢ"), "SD2018-PUB");
  EXPECT_EQ(NormaliseText(" \u3000"), "");
}

TEST(NormaliseText, PutsReplacementCharactersForIllFormedBytes) {
  EXPECT_EQ(NormaliseText("a\xFF"), "a\uFFFD");
}

TEST(NormaliseCompact, LeavesNoBlank) {
  EXPECT_EQ(NormaliseCompact(" 370103\u00A01981 02\n25 "), "37010319810225");
}

TEST(NormaliseName, TakesPaddingOutOfChineseNames) {
  EXPECT_EQ(NormaliseName(" 王　燕 "), "王燕");
  EXPECT_EQ(NormaliseName("司马 \u200B明伟"), "司马明伟");
  EXPECT_EQ(NormaliseName("John   Ronald\tSmith"), "John Ronald Smith");
}

TEST(NormaliseName, KnowsOneMiddleDot) {
  for (const char* dot : {"·", "•", "・", "･", "‧", "\u2024", " · ", ".", "．"}) {
    EXPECT_EQ(NormaliseName(std::string("阿卜杜拉") + dot + "买买提"), "阿卜杜拉·买买提") << dot;
  }
  EXPECT_EQ(NormaliseName("Ali\u2024Khan"), "Ali·Khan");
  EXPECT_EQ(NormaliseName("J.R. Smith"), "J.R. Smith");
}

TEST(Normalise, ChangesNothingTheSecondTime) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *TrickyText();
    const std::string once = NormaliseText(text);
    RC_ASSERT(NormaliseText(once) == once);
    const std::string compact = NormaliseCompact(text);
    RC_ASSERT(NormaliseCompact(compact) == compact);
    const std::string name = NormaliseName(text);
    RC_ASSERT(NormaliseName(name) == name);
  }));
}

TEST(Length, CountsCharacters) {
  EXPECT_EQ(Length(""), 0u);
  EXPECT_EQ(Length("1学\U00020BB7"), 3u);
}

TEST(HasControl, FindsNulAndLineBreaks) {
  EXPECT_TRUE(HasControl(absl::string_view("a\0b", 3)));
  EXPECT_TRUE(HasControl("a\nb"));
  EXPECT_TRUE(HasControl("a\u0085"));
  EXPECT_FALSE(HasControl("阿卜杜拉·买买提"));
}

TEST(IsUtf8, RefusesWhatIsCutOffOverlongOrASurrogate) {
  EXPECT_TRUE(IsUtf8("学分 A"));
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_FALSE(IsUtf8("\xE5\xAD"));
  EXPECT_FALSE(IsUtf8("\xC0\x80"));
  EXPECT_FALSE(IsUtf8("\xED\xA0\x80"));
  EXPECT_FALSE(
      IsUtf8("\xD1\xA7"
             "\xB7\xD6"));
}

TEST(Utf8FromGb18030, ReadsTwoAndFourByteCharacters) {
  EXPECT_EQ(Utf8FromGb18030("\xD1\xA7\xB7\xD6,A"), "学分,A");
  EXPECT_EQ(Utf8FromGb18030("\x81\x39\xEE\x39"), "\u3400");
  EXPECT_EQ(Utf8FromGb18030(""), "");
}

TEST(Utf8FromGb18030, RefusesBytesThatAreNone) {
  EXPECT_EQ(Utf8FromGb18030("\xD1"), std::nullopt);
  EXPECT_EQ(Utf8FromGb18030("\xFF\xFF"), std::nullopt);
}

TEST(Utf8FromUtf16, FollowsTheByteOrderMark) {
  EXPECT_EQ(Utf8FromUtf16(absl::string_view("\xFF\xFE\x66\x5B", 4)), "学");
  EXPECT_EQ(Utf8FromUtf16(absl::string_view("\xFE\xFF\x5B\x66", 4)), "学");
  EXPECT_EQ(Utf8FromUtf16(absl::string_view("\xFF\xFE\x66", 3)), std::nullopt);
}

}  // namespace
}  // namespace xuefen::text
