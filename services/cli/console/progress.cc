#include "services/cli/console/progress.h"

#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/cli/console/language.h"

namespace xuefen::cli {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(100);
constexpr char kClearLine[] = "\r\x1b[K";

}  // namespace

Progress::Progress(std::FILE* file, Language language, std::size_t total)
    : file_(file), language_(language), total_(total), on_terminal_(isatty(fileno(file)) != 0) {}

Progress::~Progress() { Overwrite(""); }

void Progress::Show(std::size_t done) {
  done_ = done;
  const absl::Time now = absl::Now();
  if (now - shown_ < kInterval) return;
  shown_ = now;
  Overwrite(absl::StrCat(Say(language_, "已答复 ", "answered "), done_, "/", total_).c_str());
}

void Progress::ShowWaiting() {
  Overwrite(absl::StrCat(Say(language_, "已答复 ", "answered "), done_, "/", total_,
                         Say(language_, "，等待服务…", ", waiting for the service ..."))
                .c_str());
}

void Progress::Overwrite(const char* text) {
  if (!on_terminal_) return;
  std::fprintf(file_, "%s%s", kClearLine, text);
  std::fflush(file_);
}

}  // namespace xuefen::cli
