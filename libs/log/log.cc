#include "libs/log/log.h"

#include <unistd.h>

#include <atomic>
#include <string>

#include "absl/time/clock.h"

namespace xuefen::log {
namespace {

std::atomic<Level> g_level{Level::kInfo};

}  // namespace

void SetLevel(Level level) { g_level.store(level, std::memory_order_relaxed); }

bool Enabled(Level level) { return level >= g_level.load(std::memory_order_relaxed); }

void Write(Level level, absl::string_view message, const std::vector<Field>& fields) {
  if (!Enabled(level)) return;
  const std::string line = FormatLine(absl::Now(), level, message, fields);
  // A log that cannot be written has nowhere to say so.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace xuefen::log
