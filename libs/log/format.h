#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace xuefen::log {

enum class Level { kDebug, kInfo, kWarning, kError };

absl::string_view LevelName(Level level);

// One named fact of a log line.
struct Field {
  using Value = std::variant<std::string, std::int64_t, bool>;

  Field(absl::string_view name, absl::string_view text) : key(name), value(std::string(text)) {}
  Field(absl::string_view name, const std::string& text) : key(name), value(text) {}
  Field(absl::string_view name, const char* text) : key(name), value(std::string(text)) {}
  Field(absl::string_view name, bool flag) : key(name), value(flag) {}
  template <typename Integer>
  requires std::is_integral_v<Integer> Field(absl::string_view name, Integer number)
      : key(name), value(static_cast<std::int64_t>(number)) {}
  // In microseconds; `name` says so.
  Field(absl::string_view name, absl::Duration duration)
      : key(name), value(absl::ToInt64Microseconds(duration)) {}

  std::string key;
  Value value;
};

// One JSON object and a line end. Text that is not UTF-8 is mended, control characters are escaped,
// so that no input can begin a line of its own. Identity numbers in text are masked: they should
// never come here, and this is the net below that rule.
std::string FormatLine(absl::Time time, Level level, absl::string_view message,
                       const std::vector<Field>& fields);

// `text` with every resident identity number in it replaced by "[identity]".
std::string MaskIdentityNumbers(absl::string_view text);

}  // namespace xuefen::log
