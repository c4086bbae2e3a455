#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/types/span.h"
#include "tests/bench/goals.h"
#include "tests/bench/require.h"
#include "tests/bench/year_pass.h"
#include "tests/bench/year_tables.h"

namespace xuefen::bench {
namespace {

// The table as it was at one instant, read by all sessions at once.
std::vector<std::vector<YearRow>> ReadTable(const Year& year,
                                            const std::vector<Session>& sessions) {
  constexpr char kBegin[] = "BEGIN ISOLATION LEVEL REPEATABLE READ";
  sessions.front().Run(kBegin);
  const std::string snapshot = sessions.front().Value("SELECT pg_export_snapshot()");
  for (std::size_t t = 1; t < sessions.size(); ++t) {
    sessions[t].Run(absl::StrCat(kBegin, "; SET TRANSACTION SNAPSHOT '", snapshot, "'"));
  }
  std::vector<std::vector<YearRow>> parts(sessions.size());
  InParts(PagesOfYear(sessions.front()), [&](std::size_t t, std::size_t first, std::size_t end) {
    parts[t].reserve(year.records() / kThreads + year.people());
    ReadPages(sessions[t], first, end, parts[t]);
  });
  for (const Session& session : sessions) session.Run("COMMIT");
  return parts;
}

// Puts rows in order of people.
void AddRows(const std::vector<std::vector<YearRow>>& parts, std::size_t first, std::size_t end,
             YearColumns& columns) {
  const auto index = [&](const YearRow& row) {
    return static_cast<std::size_t>(row.person) - first;
  };
  std::vector<std::size_t> ends(end - first + 1);  // by person, one further
  for (const std::vector<YearRow>& part : parts) {
    for (const YearRow& row : part) {
      if (index(row) < end - first) ++ends[index(row) + 1];
    }
  }
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  std::vector<Year::Entry> entries(ends.back());
  for (const std::vector<YearRow>& part : parts) {
    for (const YearRow& row : part) {
      if (index(row) < end - first) entries[ends[index(row)]++] = row.entry;
    }
  }
  std::size_t begin = 0;
  for (std::size_t i = 0; i < end - first; ++i) {
    columns.Add(first + i, absl::MakeConstSpan(entries).subspan(begin, ends[i] - begin));
    begin = ends[i];
  }
}

// Reads the table, determines and writes.
double YearByRules(const rules::RuleBook& law, const Year& year,
                   const std::vector<Session>& sessions) {
  const absl::Time began = absl::Now();
  const std::vector<std::vector<YearRow>> parts = ReadTable(year, sessions);
  InParts(year.people(), [&](std::size_t t, std::size_t first, std::size_t end) {
    rules::Population population;
    population.Reserve(end - first, year.records() * (end - first) / year.people());
    YearColumns columns(year, population);
    AddRows(parts, first, end, columns);
    const rules::Batch batch(law, AnnualCheck(), population);
    DetermineAndWrite(batch, year, first, 0, population.people(), sessions[t]);
  });
  return absl::ToDoubleSeconds(absl::Now() - began);
}

// What PostgreSQL is told, to choose the way of which it is capable on this machine.
constexpr const char* kPlans[] = {
    "SET enable_hashagg = off",                       // in order of the index
    "SET enable_hashagg = on; SET work_mem = '2GB'",  // by hashing
};

double YearByPostgres(const Year& year, const std::vector<Session>& sessions, const char* plan) {
  return InParts(year.people(), [&](std::size_t t, std::size_t first, std::size_t end) {
    sessions[t].Run(absl::StrCat("SET jit = off; ", plan));
    sessions[t].Run(absl::StrCat(
        "INSERT INTO bench.year ",
        YearByPerson(absl::StrCat("(SELECT * FROM bench.record WHERE person >= ", first,
                                  " AND person < ", end, ") AS part"))));
  });
}

// The faster of the plans, tried once each.
const char* BestPlan(const Year& year, const std::vector<Session>& sessions) {
  const char* best = nullptr;
  double least = 0;
  for (const char* plan : kPlans) {
    EmptyResults(sessions.front());
    const double seconds = YearByPostgres(year, sessions, plan);
    if (best == nullptr || seconds < least) {
      best = plan;
      least = seconds;
    }
  }
  return best;
}

}  // namespace

Finding MeasureTables(const Suite& suite, const Scale& scale) {
  const Year year(static_cast<std::size_t>(scale.year_people), scale.year_records, false);
  Finding finding{"E", "", "s", {}, ""};
  finding.what = absl::StrCat(
      "the year from tables of PostgreSQL, results written / its own best plan by two sessions; ",
      SizeOf(year));
  const std::vector<Session> sessions = SessionsFor(suite);
  FillTables(year, sessions.front());
  const rules::RuleBook law = LawInForce();
  const char* plan = BestPlan(year, sessions);
  for (int pair = 0; pair < scale.pairs; ++pair) {
    EmptyResults(sessions.front());
    const double ours = YearByRules(law, year, sessions);
    const YearSum sum = SumOfResults(sessions.front());
    EmptyResults(sessions.front());
    finding.pairs.push_back({ours, YearByPostgres(year, sessions, plan)});
    Require(SumOfResults(sessions.front()) == sum, "PostgreSQL and the rules disagree on the year");
  }
  finding.note = absl::StrCat("PostgreSQL: ", plan);
  return finding;
}

}  // namespace xuefen::bench
