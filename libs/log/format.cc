#include "libs/log/format.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace xuefen::log {
namespace {

constexpr std::size_t kMaxTextBytes = 4096;

// How many bytes of `text` form one valid UTF-8 character at its front; 0 if they form none.
std::size_t CharacterLength(absl::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = at(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xc0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xe0 && at(1) < 0xa0) || (lead == 0xf0 && at(1) < 0x90);
  const bool surrogate = lead == 0xed && at(1) >= 0xa0;
  const bool too_high = lead == 0xf4 && at(1) >= 0x90;
  return overlong || surrogate || too_high ? 0 : length;
}

void AppendEscaped(char character, std::string& out) {
  switch (character) {
    case '"': out.append("\\\""); return;
    case '\\': out.append("\\\\"); return;
    case '\n': out.append("\\n"); return;
    default: break;
  }
  const auto byte = static_cast<std::uint8_t>(character);
  if (byte < 0x20 || byte == 0x7f) {
    absl::StrAppendFormat(&out, "\\u%04x", byte);
  } else {
    out.push_back(character);
  }
}

void AppendText(absl::string_view text, std::string& out) {
  const std::string masked = MaskIdentityNumbers(text.substr(0, kMaxTextBytes));
  absl::string_view rest = masked;
  out.push_back('"');
  while (!rest.empty()) {
    const std::size_t length = CharacterLength(rest);
    if (length == 0) {
      out.append("\\ufffd");
    } else if (length == 1) {
      AppendEscaped(rest.front(), out);
    } else {
      out.append(rest.data(), length);
    }
    rest.remove_prefix(std::max<std::size_t>(length, 1));
  }
  out.push_back('"');
}

void AppendField(const Field& field, std::string& out) {
  out.push_back(',');
  AppendText(field.key, out);
  out.push_back(':');
  if (const auto* text = std::get_if<std::string>(&field.value)) {
    AppendText(*text, out);
  } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    absl::StrAppend(&out, *number);
  } else {
    out.append(std::get<bool>(field.value) ? "true" : "false");
  }
}

// Whether month and day, four digits at `at`, could be of a birth date.
bool LooksLikeMonthAndDay(absl::string_view word, std::size_t at) {
  int month = 0;
  int day = 0;
  return absl::SimpleAtoi(word.substr(at, 2), &month) && month >= 1 && month <= 12 &&
         absl::SimpleAtoi(word.substr(at + 2, 2), &day) && day >= 1 && day <= 31;
}

// 18 characters with a birth date of 1800 to 2099, or 15 of the old form. A unified social credit
// code of digits alone has no such date at that place, but by rare chance.
bool LooksLikeIdentityNumber(absl::string_view word) {
  const bool last_may_be_x = word.size() == 18 && absl::ascii_tolower(word.back()) == 'x';
  const absl::string_view digits = last_may_be_x ? word.substr(0, 17) : word;
  if (!std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit)) return false;
  if (word.size() == 15) return LooksLikeMonthAndDay(word, 8);
  const absl::string_view century = word.size() == 18 ? word.substr(6, 2) : "";
  return (century == "18" || century == "19" || century == "20") && LooksLikeMonthAndDay(word, 10);
}

}  // namespace

absl::string_view LevelName(Level level) {
  switch (level) {
    case Level::kDebug: return "debug";
    case Level::kInfo: return "info";
    case Level::kWarning: return "warning";
    case Level::kError: return "error";
  }
  return "error";
}

std::string MaskIdentityNumbers(absl::string_view text) {
  std::string masked;
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), absl::ascii_isalnum);
    const absl::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    if (word.empty()) {
      masked.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    absl::StrAppend(&masked, LooksLikeIdentityNumber(word) ? "[identity]" : word);
    text.remove_prefix(word.size());
  }
  return masked;
}

std::string FormatLine(absl::Time time, Level level, absl::string_view message,
                       const std::vector<Field>& fields) {
  std::string line = absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone()),
      "\",\"level\":\"", LevelName(level), "\",\"message\":");
  AppendText(message, line);
  for (const Field& field : fields) AppendField(field, line);
  line.append("}\n");
  return line;
}

}  // namespace xuefen::log
