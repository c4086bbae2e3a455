#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "tests/bench/clone.h"
#include "tests/bench/echo.h"
#include "tests/bench/goals.h"
#include "tests/bench/report.h"
#include "tests/bench/suite.h"

namespace xuefen::bench {
namespace {

struct Options {
  std::string data;
  std::string only = "A,B,C,D,E,F,G,H,J,O";
  std::string json;
  std::int64_t preload = 0;
  bool quick = false;
  Scale scale;
};

Scale Quick() {
  return {.people = 2000,
          .pairs = 3,
          .stream_rows = 60000,
          .single_calls = 6000,
          .reads = 10000,
          .flow_rows = 10000,
          .watched_batches = 40,
          .rush_seconds = 5,
          .year_people = 20000,
          .draft_people = 100000};
}

void Preload(Bench& bench, std::int64_t rows) {
  constexpr std::int64_t kAtATime = 300000;
  while (bench.session.Number("SELECT sum(seq) FROM registry.read_heads()") < rows) {
    bench.ingest.Run(kAtATime);
  }
}

void Append(const std::vector<Finding>& more, std::vector<Finding>& findings) {
  Print(more);
  findings.insert(findings.end(), more.begin(), more.end());
}

using Wanted = std::function<bool(const char* goal)>;

// What people and rules come to, without the services.
void MeasurePopulations(const Suite& suite, const Options& options, const Wanted& wanted,
                        std::vector<Finding>& findings) {
  if (wanted("D")) Append({MeasureSnapshot(suite, options.scale)}, findings);
  if (wanted("E")) Append({MeasureTables(suite, options.scale)}, findings);
  if (wanted("F")) Append({MeasureDraft(options.scale)}, findings);
}

void MeasureServices(const Suite& suite, const Options& options, const Wanted& wanted,
                     std::vector<Finding>& findings) {
  Bench bench(suite, options.scale);
  bench.world.Import(suite);
  if (wanted("A") || wanted("G") || wanted("B") || wanted("O")) {
    const FollowersPaused paused(suite);
    Preload(bench, options.preload);
    Clone clone(suite.Conninfo());
    bench.session.Run("CHECKPOINT");
    bench.ingest.Run(options.scale.stream_rows / 4);
    if (wanted("A") || wanted("G")) Append(MeasureStreams(bench, clone), findings);
    if (wanted("A")) Append({MeasureResent(bench, clone)}, findings);
    if (wanted("B")) Append(MeasureSingles(bench, clone), findings);
    if (wanted("O")) Append(MeasureOverload(bench), findings);
  }
  if (wanted("C") || wanted("H") || wanted("J")) {
    PrepareAccounts(bench);
    if (wanted("C")) Append(MeasureReads(bench), findings);
    if (wanted("H") || wanted("J")) {
      Append({MeasureFlow(bench)}, findings);
      // The last one: people have more records in the year than before the first.
      Append({MeasureLag(bench, findings.back().pairs.back().ours)}, findings);
    }
  }
}

int Measure(const Options& options) {
  const Suite suite(options.data);
  const std::set<std::string> only = absl::StrSplit(options.only, ',');
  const Wanted wanted = [&only](const char* goal) { return only.count(goal) > 0; };
  std::vector<Finding> findings;
  MeasurePopulations(suite, options, wanted, findings);
  const char* const services[] = {"A", "B", "C", "G", "H", "J", "O"};
  if (std::any_of(std::begin(services), std::end(services), wanted)) {
    MeasureServices(suite, options, wanted, findings);
  }
  if (!options.json.empty()) AppendJson(findings, options.json);
  return 0;
}

}  // namespace

int Main(int argc, char** argv) {
  Options options;
  std::string echo_certificate;
  CLI::App app("Measures a running suite against its anchors; tests/bench/run starts one.");
  app.add_option("--data", options.data, "directory of the suite");
  app.add_option("--only", options.only, "goals, such as A,B");
  app.add_option("--json", options.json, "file that the figures are added to");
  app.add_option("--preload", options.preload, "rows that the ledger holds before A, B and G");
  app.add_flag("--quick", options.quick, "small and rough, for development");
  app.add_option("--people", options.scale.people);
  app.add_option("--pairs", options.scale.pairs);
  app.add_option("--year-people", options.scale.year_people, "of D and E");
  app.add_option("--draft-people", options.scale.draft_people, "of F");
  app.add_option("--rows", options.scale.stream_rows, "of one run of A");
  app.add_option("--echo-server", echo_certificate)->group("");
  CLI11_PARSE(app, argc, argv);
  if (!echo_certificate.empty()) return ServeEcho(echo_certificate);
  if (options.quick) options.scale = Quick();
  return Measure(options);
}

}  // namespace xuefen::bench

int main(int argc, char** argv) { return xuefen::bench::Main(argc, argv); }
