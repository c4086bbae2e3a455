#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/duckdb.h"
#include "tests/bench/goals.h"
#include "tests/bench/require.h"
#include "tests/bench/year_pass.h"
#include "tests/bench/year_tables.h"

namespace xuefen::bench {

Finding MeasureSnapshot(const Suite& suite, const Scale& scale) {
  const Year year(static_cast<std::size_t>(scale.year_people), scale.year_records, false);
  Finding finding{"D", "", "s", {}, ""};
  finding.what =
      absl::StrCat("the year from columns, results written / DuckDB computing it; ", SizeOf(year));
  const std::vector<Session> sessions = SessionsFor(suite);
  FillTables(Year(0, 0, false), sessions.front());
  rules::Population population;
  population.Reserve(year.people(), year.records());
  YearColumns(year, population).AddAll(0, year.people());
  const std::string csv = absl::StrCat(std::filesystem::temp_directory_path().string(),
                                       "/xuefen-bench-", getpid(), ".csv");
  WriteCsv(year, csv);
  DuckDb duckdb(csv, kYearColumns, YearInAll("record"));
  std::filesystem::remove(csv);
  const rules::RuleBook law = LawInForce();
  duckdb.Run();
  std::vector<double> passes;
  std::size_t slow = 0;
  for (int pair = 0; pair < scale.pairs; ++pair) {
    EmptyResults(sessions.front());
    const absl::Time began = absl::Now();
    const rules::Batch batch(law, AnnualCheck(), population);
    InParts(year.people(), [&](std::size_t t, std::size_t first, std::size_t end) {
      DetermineAndWrite(batch, year, 0, first, end, sessions[t]);
    });
    const double ours = absl::ToDoubleSeconds(absl::Now() - began);
    const DuckDb::Answer theirs = duckdb.Run();
    finding.pairs.push_back({ours, theirs.seconds});
    Require(SumOfResults(sessions.front()) == YearSum{theirs.values[0], theirs.values[1]},
            "DuckDB and the rules disagree on the year");
    std::array<std::size_t, kThreads> slow_of{};
    passes.push_back(InParts(year.people(), [&](std::size_t t, std::size_t first, std::size_t end) {
      Determine(batch, year, 0, first, end,
                [&](const rules::Answers& answers) { slow_of[t] += answers.slow(); });
    }));
    slow = slow_of[0] + slow_of[1];
  }
  std::sort(passes.begin(), passes.end());
  finding.note = absl::StrCat("the pass alone: ", SpeedOf(passes[passes.size() / 2], year), "; ",
                              slow, " people answered one by one");
  return finding;
}

}  // namespace xuefen::bench
