#include <algorithm>
#include <ctime>

#include "absl/strings/str_format.h"
#include "libs/rpc/message_bytes.h"
#include "tests/bench/goals.h"
#include "tests/bench/overload.h"
#include "tests/bench/require.h"

namespace xuefen::bench {
namespace {

constexpr int kRowsEach = 100;
constexpr int kInFlight = 32;
constexpr int kTimesPeak = 5;
constexpr char kSubmit[] = "/xuefen.registry.v1.RegistryService/SubmitCompletionBatch";

// What this program has taken of the processors, which it shares with those it measures.
double ProcessorSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Of the first provider, whose certificate alone makes the calls.
std::vector<grpc::ByteBuffer> NewBatches(Bench& bench, std::int64_t count) {
  return bench.ingest.NewRequests(0, count, kRowsEach);
}

}  // namespace

std::vector<Finding> MeasureOverload(Bench& bench) {
  constexpr int kPairsMax = 3;  // of minutes
  Finding goodput{
      "O-goodput", "rows taken in at five times the peak / at the peak", "rows/s", {}, ""};
  Finding refusal{"O-refusal", "answer to a refused call, p99 / 20 ms", "ms", {}, ""};
  Finding recovery{"O-recovery", "from the end of the rush until all is well / 5 s", "s", {}, ""};
  const auto channels = bench.suite.Channels("registry", World::ActorOf(0), 4);
  const auto calls = static_cast<std::int64_t>(bench.scale.stream_rows / kRowsEach);
  // What was taken in is counted where it is stored, outside of what is timed.
  const auto stored = [&bench] {
    return bench.session.Number("SELECT count(*) FROM registry.claim");
  };
  double peak_cores = 0;
  const auto measure_peak = [&] {
    const auto requests = NewBatches(bench, calls);
    const auto accepted = [](std::size_t, grpc::ByteBuffer&) {};
    const double spent = ProcessorSeconds();
    const Timing timing = RunCalls(channels, kSubmit, requests, kInFlight, accepted);
    peak_cores = (ProcessorSeconds() - spent) / timing.seconds;
    return timing.rate();
  };
  double before = measure_peak();
  for (int pair = 0; pair < std::min(bench.scale.pairs, kPairsMax); ++pair) {
    const std::int64_t stored_before = stored();
    const double seconds = bench.scale.rush_seconds;
    // What is refused is offered again, so that somewhat more than can be done is enough.
    const auto requests =
        NewBatches(bench, static_cast<std::int64_t>(1.5 * before * seconds) + calls);
    const double spent = ProcessorSeconds();
    const Rush rush =
        RunRush(channels, kSubmit, requests, kTimesPeak * before, absl::Seconds(seconds));
    const double rush_cores = (ProcessorSeconds() - spent) / rush.seconds;
    recovery.pairs.push_back({UntilWell(channels.front(), kSubmit, requests), 5});
    const double after = measure_peak();
    Require(rush.without_delay == 0, "a refused call was not told when to come again");
    Require(stored() >= stored_before + kRowsEach * (calls + rush.done), "not every row is stored");
    goodput.pairs.push_back({kRowsEach * static_cast<double>(rush.done) / rush.seconds,
                             kRowsEach * (before + after) / 2});
    goodput.note += absl::StrFormat(
        "%s%.0f calls of %d rows a second for %.0f s; %d done, %d refused, %d failed; making them "
        "took %.2f cores, at the peak %.2f",
        goodput.note.empty() ? "" : "\n           ", static_cast<double>(rush.begun) / seconds,
        kRowsEach, seconds, rush.done, rush.refused_milliseconds.size(), rush.failed, rush_cores,
        peak_cores);
    refusal.pairs.push_back({Percentile(rush.refused_milliseconds, 0.99), 20});
    absl::StrAppendFormat(&refusal.note, "p50 %.1f ms; ",
                          Percentile(rush.refused_milliseconds, 0.5));
    before = after;
  }
  return {goodput, refusal, recovery};
}

}  // namespace xuefen::bench
