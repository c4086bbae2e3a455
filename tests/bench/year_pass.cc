#include "tests/bench/year_pass.h"

#include <algorithm>
#include <thread>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tests/bench/require.h"

namespace xuefen::bench {
namespace {

constexpr std::size_t kPeopleAtATime = 10000;  // so that answers stay near
constexpr char kFillResults[] = "COPY bench.year FROM STDIN (FORMAT binary)";

void AppendResults(const rules::Answers& answers, std::size_t offset, std::string& stream) {
  for (std::size_t i = answers.first(); i < answers.first() + answers.people(); ++i) {
    AppendFieldCount(3, stream);
    AppendField(static_cast<std::int32_t>(offset + i), stream);
    AppendField(answers.VerdictOf(i) == rules::Verdict::kMet, stream);
    AppendField(static_cast<std::int32_t>(answers.CreditedCentiTo(i)), stream);
  }
}

}  // namespace

double InParts(std::size_t count, const Work& work) {
  const absl::Time began = absl::Now();
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back(work, t, count * t / kThreads, count * (t + 1) / kThreads);
  }
  for (std::thread& thread : threads) thread.join();
  return absl::ToDoubleSeconds(absl::Now() - began);
}

void Determine(const rules::Batch& batch, const Year& year, std::size_t offset, std::size_t first,
               std::size_t end, const std::function<void(const rules::Answers&)>& take) {
  const auto facts_of = [&](std::size_t person) { return year.FactsOf(offset + person); };
  for (std::size_t at = first; at < end; at += kPeopleAtATime) {
    take(batch.Evaluate(at, std::min(at + kPeopleAtATime, end), facts_of));
  }
}

void DetermineAndWrite(const rules::Batch& batch, const Year& year, std::size_t offset,
                       std::size_t first, std::size_t end, const Session& session) {
  std::string stream = BeginStream();
  Determine(batch, year, offset, first, end,
            [&](const rules::Answers& answers) { AppendResults(answers, offset, stream); });
  EndStream(stream);
  session.CopyIn(kFillResults, stream);
}

std::vector<Session> SessionsFor(const Suite& suite) {
  std::vector<Session> sessions;
  for (std::size_t t = 0; t < kThreads; ++t) sessions.emplace_back(suite.Conninfo());
  return sessions;
}

rules::RuleBook LawInForce() { return Require(rules::LoadDirectory("deploy/rules")); }

std::string SpeedOf(double seconds, const Year& year) {
  const double nanoseconds = seconds * 1e9;
  return absl::StrFormat("%.2f ns a record, %.0f ns a person, by %d threads",
                         nanoseconds / static_cast<double>(year.records()),
                         nanoseconds / static_cast<double>(year.people()), kThreads);
}

std::string SizeOf(const Year& year) {
  return absl::StrFormat("%d people, %d records", year.people(), year.records());
}

}  // namespace xuefen::bench
