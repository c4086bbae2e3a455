#include <algorithm>
#include <ctime>

#include "absl/strings/str_cat.h"
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

std::int64_t BatchesOf(const Scale& scale) { return scale.stream_rows / kRowsEach; }

// What can be done: calls a second, and the cores that making them takes.
struct Peak {
  double rate = 0;
  double cores = 0;
};

Peak MeasurePeak(Bench& bench, const std::vector<std::shared_ptr<grpc::Channel>>& channels) {
  const auto requests = NewBatches(bench, BatchesOf(bench.scale));
  const double spent = ProcessorSeconds();
  const Timing timing =
      RunCalls(channels, kSubmit, requests, kInFlight, [](std::size_t, grpc::ByteBuffer&) {});
  return {.rate = timing.rate(), .cores = (ProcessorSeconds() - spent) / timing.seconds};
}

std::string Describe(const Rush& rush, double rush_cores, double peak_cores) {
  return absl::StrFormat(
      "%.0f calls of %d rows a second for %.0f s; %d done, %d refused, %d failed; making them took "
      "%.2f cores, at the peak %.2f",
      static_cast<double>(rush.begun) / rush.seconds, kRowsEach, rush.seconds, rush.done,
      rush.refused_milliseconds.size(), rush.failed, rush_cores, peak_cores);
}

}  // namespace

std::vector<Finding> MeasureOverload(Bench& bench) {
  constexpr int kPairsMax = 3;  // of minutes
  Finding goodput{
      "O-goodput", "rows taken in at five times the peak / at the peak", "rows/s", {}, ""};
  Finding refusal{"O-refusal", "answer to a refused call, p99 / 20 ms", "ms", {}, ""};
  Finding recovery{"O-recovery", "from the end of the rush until all is well / 5 s", "s", {}, ""};
  const auto channels = bench.suite.Channels("registry", World::ActorOf(0), 4);
  const std::int64_t batches = BatchesOf(bench.scale);
  // What was taken in is counted where it is stored, outside of what is timed.
  const auto stored = [&bench] {
    return bench.session.Number("SELECT count(*) FROM registry.claim");
  };
  Peak before = MeasurePeak(bench, channels);
  for (int pair = 0; pair < std::min(bench.scale.pairs, kPairsMax); ++pair) {
    const std::int64_t stored_before = stored();
    const double seconds = bench.scale.rush_seconds;
    // What is refused is offered again, so that somewhat more than can be done is enough.
    const auto requests =
        NewBatches(bench, static_cast<std::int64_t>(1.5 * before.rate * seconds) + batches);
    const double spent = ProcessorSeconds();
    const Rush rush =
        RunRush(channels, kSubmit, requests, kTimesPeak * before.rate, absl::Seconds(seconds));
    const double cores = (ProcessorSeconds() - spent) / rush.seconds;
    recovery.pairs.push_back({UntilWell(channels.front(), kSubmit, requests), 5});
    const Peak after = MeasurePeak(bench, channels);
    Require(rush.without_delay == 0, "a refused call was not told when to come again");
    Require(stored() >= stored_before + kRowsEach * (batches + rush.done),
            "not every row is stored");
    goodput.pairs.push_back({kRowsEach * static_cast<double>(rush.done) / rush.seconds,
                             kRowsEach * (before.rate + after.rate) / 2});
    refusal.pairs.push_back({Percentile(rush.refused_milliseconds, 0.99), 20});
    absl::StrAppend(&goodput.note, pair == 0 ? "" : "\n           ",
                    Describe(rush, cores, after.cores));
    absl::StrAppendFormat(&refusal.note, "%sp50 %.1f ms", pair == 0 ? "" : "; ",
                          Percentile(rush.refused_milliseconds, 0.5));
    before = after;
  }
  return {goodput, refusal, recovery};
}

}  // namespace xuefen::bench
