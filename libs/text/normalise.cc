#include "libs/text/normalise.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"

namespace xuefen::text {
namespace {

constexpr char16_t kMiddleDot = u'·';

// Without a branch for each character: nearly all texts are, to their end.
bool IsAscii(absl::string_view text) {
  unsigned char bits = 0;
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return absl::ascii_isascii(bits);
}

// Whether `text` is nothing but the Han characters U+4E00 to U+9FFF, as nearly all names are. They
// stand for themselves in every normal form.
bool IsPlainHan(absl::string_view text) {
  if (text.size() % 3 != 0) return false;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[i + at]); };
    const bool continued = byte(1) >> 6 == 0b10 && byte(2) >> 6 == 0b10;
    const bool lead = (byte(0) == 0xE4 && byte(1) >= 0xB8) || (byte(0) >= 0xE5 && byte(0) <= 0xE9);
    if (!lead || !continued) return false;
  }
  return true;
}

bool IsInvisible(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT); }

bool IsBlank(UChar32 c) { return u_isUWhiteSpace(c) || IsInvisible(c); }

bool IsHan(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(c, &error) == USCRIPT_HAN;
}

icu::UnicodeString Decode(absl::string_view utf8) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

std::string Encode(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

icu::UnicodeString Nfkc(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  // The tables are part of ICU itself; neither call fails unless memory ends.
  const icu::Normalizer2* const nfkc = icu::Normalizer2::getNFKCInstance(error);
  return nfkc->normalize(text, error);
}

icu::UnicodeString Trimmed(const icu::UnicodeString& text) {
  std::int32_t begin = 0;
  std::int32_t end = text.length();
  while (begin < end && IsBlank(text.char32At(begin))) begin = text.moveIndex32(begin, 1);
  while (end > begin) {
    const std::int32_t last = text.moveIndex32(end, -1);
    if (!IsBlank(text.char32At(last))) break;
    end = last;
  }
  return icu::UnicodeString(text, begin, end - begin);
}

bool IsMiddleDot(UChar32 c) {
  switch (c) {
    case kMiddleDot:
    case u'•':
    case u'‧':
    case u'∙':
    case u'⋅':
    case u'・': return true;
    default: return false;
  }
}

// What may not have a space beside it when a Chinese character or a dot is on the other side.
bool IsCloseSet(UChar32 c) { return IsHan(c) || c == kMiddleDot; }

// Visible characters with every run of white space between them as one space.
icu::UnicodeString WithSingleSpaces(const icu::UnicodeString& text) {
  icu::UnicodeString result;
  bool space = false;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_isUWhiteSpace(c)) {
      space = true;
    } else if (!IsInvisible(c)) {
      if (space && !result.isEmpty()) result.append(u' ');
      space = false;
      result.append(IsMiddleDot(c) ? UChar32{kMiddleDot} : c);
    }
  }
  return result;
}

// The character before or after the one at `i`, or U+FFFF.
UChar32 Before(const icu::UnicodeString& text, std::int32_t i) {
  return i > 0 ? text.char32At(text.moveIndex32(i, -1)) : UChar32{0xFFFF};
}
UChar32 After(const icu::UnicodeString& text, std::int32_t i) {
  const std::int32_t next = text.moveIndex32(i, 1);
  return next < text.length() ? text.char32At(next) : UChar32{0xFFFF};
}

}  // namespace

std::string NormaliseText(std::string written) {
  if (IsAscii(written)) {
    absl::StripAsciiWhitespace(&written);
    return written;
  }
  return Encode(Trimmed(Nfkc(Decode(written))));
}

std::string NormaliseCompact(std::string written) {
  if (IsAscii(written)) {
    // Of ASCII, u_isUWhiteSpace takes U+0009 to U+000D and the space.
    const auto is_space = [](char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); };
    written.erase(std::remove_if(written.begin(), written.end(), is_space), written.end());
    return written;
  }
  const icu::UnicodeString text = Nfkc(Decode(written));
  icu::UnicodeString result;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (!IsBlank(c)) result.append(c);
  }
  // Taking a joiner from between two characters may let them compose.
  return Encode(Nfkc(result));
}

std::string NormaliseName(std::string written) {
  if (IsPlainHan(written)) return written;
  icu::UnicodeString decoded = Decode(written);
  // NFKC would make a full stop of this dot.
  decoded.findAndReplace(u'\u2024', kMiddleDot);
  const icu::UnicodeString text = Nfkc(WithSingleSpaces(Nfkc(decoded)));
  icu::UnicodeString result;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    const UChar32 before = Before(text, i);
    const UChar32 after = After(text, i);
    if (c == u' ' && (before == kMiddleDot || after == kMiddleDot)) continue;
    if (c == u' ' && IsCloseSet(before) && IsCloseSet(after)) continue;
    result.append(c == u'.' && IsHan(before) && IsHan(after) ? UChar32{kMiddleDot} : c);
  }
  return Encode(result);
}

std::size_t Length(absl::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    // Every byte but those that continue a character.
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool HasControl(absl::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    // U+0080 to U+009F.
    const bool more = byte == 0xC2 && i + 1 < text.size();
    if (more && static_cast<unsigned char>(text[i + 1]) >> 5 == 0b100) return true;
  }
  return false;
}

}  // namespace xuefen::text
