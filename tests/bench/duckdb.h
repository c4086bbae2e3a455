#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace xuefen::bench {

// DuckDB in a process of its own (duckdb.mjs), with a table `record` from a CSV file. The program
// runs in the root of the source tree.
class DuckDb {
 public:
  DuckDb(const std::string& csv, const std::string& columns, const std::string& query);
  ~DuckDb();
  DuckDb(const DuckDb&) = delete;
  DuckDb& operator=(const DuckDb&) = delete;

  // Runs the query: how long it took, and the whole numbers of its one row.
  struct Answer {
    double seconds = 0;
    std::vector<std::int64_t> values;
  };
  Answer Run();

 private:
  std::string Line();

  int process_ = 0;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

}  // namespace xuefen::bench
