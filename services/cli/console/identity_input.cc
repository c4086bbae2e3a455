#include "services/cli/console/identity_input.h"

#include <termios.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "absl/strings/ascii.h"
#include "services/cli/console/language.h"

namespace xuefen::cli {
namespace {

// While it lives, what is typed is not shown. Keys that end the program do not work meanwhile: they
// would leave the terminal silent.
class Silence {
 public:
  Silence() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    silenced_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~Silence() {
    if (silenced_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  termios before_{};
  bool silenced_ = false;
};

std::string FirstLine(std::istream& input) {
  std::string line;
  std::getline(input, line);
  return std::string(absl::StripAsciiWhitespace(line));
}

std::string Ask(Language language) {
  std::cerr << Say(language, "身份证号码（不显示）：", "Identity number (not shown): ")
            << std::flush;
  const Silence silence;
  std::string number = FirstLine(std::cin);
  std::cerr << '\n';
  return number;
}

std::string Read(const std::string& file, Language language) {
  if (!file.empty()) {
    std::ifstream input(file);
    return FirstLine(input);
  }
  return isatty(STDIN_FILENO) != 0 ? Ask(language) : FirstLine(std::cin);
}

}  // namespace

absl::StatusOr<std::string> ReadIdentityNumber(const std::string& file, Output& output) {
  std::string number = Read(file, output.language());
  if (number.empty()) {
    return absl::InvalidArgumentError(
        "identity number: none, want one on standard input or in --identity-file");
  }
  return number;
}

}  // namespace xuefen::cli
