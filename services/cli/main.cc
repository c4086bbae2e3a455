#include <cstdio>

#include "libs/base/core_files.h"
#include "services/cli/commands/command_line.h"

int main(int argc, char** argv) {
  using xuefen::cli::CommandLine;
  using xuefen::cli::Exit;
  xuefen::LeaveNoCoreFiles();
  CommandLine line;
  Exit exit = ParseCommandLine(argc, argv, line);
  if (line.command != nullptr) {
    xuefen::cli::Session session{
        .output = {line.language, line.json, stdout, stderr},
        .suite = {line.data_directory, line.actor},
    };
    exit = line.command(session);
  }
  return static_cast<int>(exit);
}
