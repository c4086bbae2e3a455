#include "libs/sheet/rich_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace xuefen::sheet {
namespace {

constexpr std::size_t kEscapeLength = 7;  // _x000D_

// The character that `text` begins with in escaped form, or NUL.
char LeadingEscape(absl::string_view text) {
  if (text.size() < kEscapeLength || text.substr(0, 4) != "_x00" || text[6] != '_') return '\0';
  const absl::string_view digits = text.substr(4, 2);
  if (!std::all_of(digits.begin(), digits.end(),
                   [](char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); })) {
    return '\0';
  }
  const char value = absl::HexStringToBytes(digits)[0];
  return absl::ascii_isascii(static_cast<unsigned char>(value)) ? value : '\0';
}

}  // namespace

void RichText::Clear() { *this = RichText(); }

void RichText::StartElement(absl::string_view name) {
  if (name == "rPh") in_phonetic_ = true;
  if (name == "t") in_text_ = true;
}

void RichText::EndElement(absl::string_view name) {
  if (name == "rPh") in_phonetic_ = false;
  if (name == "t") in_text_ = false;
}

void RichText::Text(absl::string_view part) {
  if (in_text_ && !in_phonetic_) text_.append(part.data(), part.size());
}

std::string Unescape(absl::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const char escaped = LeadingEscape(text);
    plain.push_back(escaped == '\0' ? text[0] : escaped);
    text.remove_prefix(escaped == '\0' ? 1 : kEscapeLength);
  }
  return plain;
}

}  // namespace xuefen::sheet
