#pragma once

#include <functional>
#include <optional>
#include <string>

#include "services/cli/commands/exit.h"
#include "services/cli/commands/session.h"

namespace xuefen::cli {

// What the arguments ask for.
struct CommandLine {
  std::string data_directory;
  std::string actor;
  Language language = Language::kChinese;
  bool json = false;
  std::function<Exit(Session&)> command;
};

// Reads the arguments. When they ask for help or are wrong it says so, and returns how to end.
Exit ParseCommandLine(int argc, char** argv, CommandLine& line);

}  // namespace xuefen::cli
