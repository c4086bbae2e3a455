#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tests/bench/duckdb.h"
#include "tests/bench/goals.h"
#include "tests/bench/require.h"
#include "tests/bench/year.h"
#include "tests/bench/year_tables.h"

namespace xuefen::bench {
namespace {

constexpr std::size_t kThreads = 2;
constexpr std::size_t kPeopleAtATime = 10000;  // so that answers stay near
constexpr char kFillResults[] = "COPY bench.year FROM STDIN (FORMAT binary)";

using Work = std::function<void(std::size_t thread, std::size_t first, std::size_t end)>;

// Runs `work` for equal parts of the people at once; seconds until all are done.
double InParts(std::size_t people, const Work& work) {
  const absl::Time began = absl::Now();
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back(work, t, people * t / kThreads, people * (t + 1) / kThreads);
  }
  for (std::thread& thread : threads) thread.join();
  return absl::ToDoubleSeconds(absl::Now() - began);
}

// The answers for people of a population whose number 0 is number `offset` of the year.
void Determine(const rules::Batch& batch, const Year& year, std::size_t offset, std::size_t first,
               std::size_t end, const std::function<void(const rules::Answers&)>& take) {
  const auto facts_of = [&](std::size_t person) { return year.FactsOf(offset + person); };
  for (std::size_t at = first; at < end; at += kPeopleAtATime) {
    take(batch.Evaluate(at, std::min(at + kPeopleAtATime, end), facts_of));
  }
}

void AppendResults(const rules::Answers& answers, std::size_t offset, std::string& stream) {
  for (std::size_t i = answers.first(); i < answers.first() + answers.people(); ++i) {
    AppendFieldCount(3, stream);
    AppendField(static_cast<std::int32_t>(offset + i), stream);
    AppendField(answers.VerdictOf(i) == rules::Verdict::kMet, stream);
    AppendField(static_cast<std::int32_t>(answers.CreditedCentiTo(i)), stream);
  }
}

// Answers for people of a population, written to bench.year.
void DetermineAndWrite(const rules::Batch& batch, const Year& year, std::size_t offset,
                       std::size_t first, std::size_t end, const Session& session) {
  std::string stream = BeginStream();
  Determine(batch, year, offset, first, end,
            [&](const rules::Answers& answers) { AppendResults(answers, offset, stream); });
  EndStream(stream);
  session.CopyIn(kFillResults, stream);
}

rules::RuleBook LawInForce() { return Require(rules::LoadDirectory("deploy/rules")); }

// The law in force but that 6 hours a day count, and not 8. Examples of the law in force would
// fail, so there are none.
rules::RuleBook Draft() {
  std::vector<rules::RuleFile> files = Require(rules::ReadFiles({"deploy/rules"}, ".txtpb"));
  bool found = false;
  for (rules::RuleFile& file : files) {
    file.text.resize(std::min(file.text.size(), file.text.find("\nexample {")));
    if (!absl::StrContains(file.text, "\nid: \"shandong-2016\"")) continue;
    const std::size_t cap = file.text.find("id: \"cap.day\"");
    const std::size_t value = file.text.find("value: \"8\"", cap);
    Require(value != std::string::npos, "no ceiling of the day");
    file.text.replace(value, 10, "value: \"6\"");
    found = true;
  }
  Require(found, "no rule set to draft from");
  return Require(rules::RuleBook::Load(files));
}

std::vector<Session> SessionsFor(const Suite& suite) {
  std::vector<Session> sessions;
  for (std::size_t t = 0; t < kThreads; ++t) sessions.emplace_back(suite.Conninfo());
  return sessions;
}

// Reads people's rows, determines and writes.
void DetermineFromTables(const rules::RuleBook& law, const Year& year, std::size_t first,
                         std::size_t end, const Session& session) {
  rules::Population population;
  population.Reserve(end - first, year.records() * (end - first) / year.people());
  YearColumns columns(year, population);
  std::vector<Year::Entry> entries;
  auto person = static_cast<std::int32_t>(first);
  session.CopyOut(CopyOfPeople(first, end), [&](absl::string_view bytes) {
    const YearRow row = ReadYearRow(bytes);
    for (; person < row.person; ++person) {
      columns.Add(static_cast<std::size_t>(person), entries);
      entries.clear();
    }
    entries.push_back(row.entry);
  });
  for (; person < static_cast<std::int32_t>(end); ++person) {
    columns.Add(static_cast<std::size_t>(person), entries);
    entries.clear();
  }
  const rules::Batch batch(law, AnnualCheck(), population);
  DetermineAndWrite(batch, year, first, 0, population.people(), session);
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

std::string SpeedOf(double seconds, const Year& year) {
  const double nanoseconds = seconds * 1e9;
  return absl::StrFormat("%.2f ns a record, %.0f ns a person, by %d threads",
                         nanoseconds / static_cast<double>(year.records()),
                         nanoseconds / static_cast<double>(year.people()), kThreads);
}

std::string SizeOf(const Year& year) {
  return absl::StrFormat("%d people, %d records", year.people(), year.records());
}

}  // namespace

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
    const double ours =
        InParts(year.people(), [&](std::size_t t, std::size_t first, std::size_t end) {
          DetermineFromTables(law, year, first, end, sessions[t]);
        });
    const YearSum sum = SumOfResults(sessions.front());
    EmptyResults(sessions.front());
    finding.pairs.push_back({ours, YearByPostgres(year, sessions, plan)});
    Require(SumOfResults(sessions.front()) == sum, "PostgreSQL and the rules disagree on the year");
  }
  finding.note = absl::StrCat("PostgreSQL: ", plan);
  return finding;
}

Finding MeasureDraft(const Scale& scale) {
  constexpr double kGoalSeconds = 10;
  const Year year(static_cast<std::size_t>(scale.draft_people), scale.draft_records, true);
  Finding finding{"F", "", "s", {}, ""};
  finding.what =
      absl::StrCat("law in force and draft over the same year, who changes / 10 s; ", SizeOf(year));
  const rules::RuleBook law = LawInForce();
  const rules::RuleBook draft = Draft();
  std::vector<rules::Population> parts(kThreads);
  InParts(year.people(), [&](std::size_t t, std::size_t first, std::size_t end) {
    parts[t].Reserve(end - first, year.records() / kThreads + year.people());
    YearColumns(year, parts[t]).AddAll(first, end);
  });
  std::array<std::size_t, kThreads> changed{};
  std::array<std::size_t, kThreads> slow{};
  for (int pair = 0; pair < scale.pairs; ++pair) {
    changed = slow = {};
    const double ours = InParts(year.people(), [&](std::size_t t, std::size_t first, std::size_t) {
      const rules::Batch now(law, AnnualCheck(), parts[t]);
      const rules::Batch then(draft, AnnualCheck(), parts[t]);
      const auto facts_of = [&](std::size_t person) { return year.FactsOf(first + person); };
      Determine(now, year, first, 0, parts[t].people(), [&](const rules::Answers& answers) {
        const std::size_t at = answers.first();
        const std::size_t end = at + answers.people();
        const rules::Answers other = then.Evaluate(at, end, facts_of);
        for (std::size_t i = at; i < end; ++i) {
          changed[t] += answers.VerdictOf(i) != other.VerdictOf(i) ? 1U : 0U;
        }
        slow[t] += answers.slow() + other.slow();
      });
    });
    finding.pairs.push_back({ours, kGoalSeconds});
  }
  finding.note =
      absl::StrCat("both: ", SpeedOf(FiguresOf(finding).ours, year), "; ", changed[0] + changed[1],
                   " verdicts change; ", slow[0] + slow[1], " people answered one by one");
  return finding;
}

}  // namespace xuefen::bench
