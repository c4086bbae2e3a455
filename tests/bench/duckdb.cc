#include "tests/bench/duckdb.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "tests/bench/require.h"

namespace xuefen::bench {

DuckDb::DuckDb(const std::string& csv, const std::string& columns, const std::string& query) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  Require(pipe(in.data()) == 0 && pipe(out.data()) == 0, "no pipes");
  process_ = fork();
  Require(process_ >= 0, "no process");
  if (process_ == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    for (const int end : {in[0], in[1], out[0], out[1]}) close(end);
    execlp("node", "node", "tests/bench/duckdb.mjs", csv.c_str(), columns.c_str(), query.c_str(),
           nullptr);
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  to_ = fdopen(in[1], "w");
  from_ = fdopen(out[0], "r");
  Require(Line() == "ready", "DuckDB does not start; npm install in tests/bench brings it");
}

DuckDb::~DuckDb() {
  std::fclose(to_);
  std::fclose(from_);
  waitpid(process_, nullptr, 0);
}

std::string DuckDb::Line() {
  std::array<char, 1024> line{};
  Require(std::fgets(line.data(), line.size(), from_) != nullptr, "DuckDB says nothing");
  return std::string(absl::StripAsciiWhitespace(line.data()));
}

DuckDb::Answer DuckDb::Run() {
  std::fputs("\n", to_);
  std::fflush(to_);
  const std::vector<std::string> fields = absl::StrSplit(Line(), ' ');
  Answer answer;
  Require(absl::SimpleAtod(fields.front(), &answer.seconds), "DuckDB tells no time");
  for (std::size_t i = 1; i < fields.size(); ++i) {
    std::int64_t value = 0;
    Require(absl::SimpleAtoi(fields[i], &value), "DuckDB answers no number");
    answer.values.push_back(value);
  }
  return answer;
}

}  // namespace xuefen::bench
