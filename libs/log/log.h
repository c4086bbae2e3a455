#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "libs/log/format.h"

namespace xuefen::log {

// Lines below `level` are dropped. kInfo at the start of a program.
void SetLevel(Level level);
bool Enabled(Level level);

// One line of JSON to standard error, in one write. `message` is a constant sentence, what changes
// goes into fields; the field "trace" holds the trace id of a call. Never personal data.
//
//   log::Info("follower connected", {{"service", name}, {"bucket", bucket}});
void Write(Level level, absl::string_view message, const std::vector<Field>& fields);

inline void Debug(absl::string_view message, const std::vector<Field>& fields = {}) {
  Write(Level::kDebug, message, fields);
}
inline void Info(absl::string_view message, const std::vector<Field>& fields = {}) {
  Write(Level::kInfo, message, fields);
}
inline void Warning(absl::string_view message, const std::vector<Field>& fields = {}) {
  Write(Level::kWarning, message, fields);
}
inline void Error(absl::string_view message, const std::vector<Field>& fields = {}) {
  Write(Level::kError, message, fields);
}

}  // namespace xuefen::log
