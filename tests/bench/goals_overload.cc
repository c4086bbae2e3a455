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

// Of the first provider, whose certificate alone makes the calls.
std::vector<grpc::ByteBuffer> NewBatches(Bench& bench, std::int64_t count) {
  return bench.ingest.NewRequests(0, count, kRowsEach);
}

}  // namespace

std::vector<Finding> MeasureOverload(Bench& bench) {
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
  const auto accepted = [](std::size_t, grpc::ByteBuffer&) {};
  const std::int64_t before = stored();
  const double peak =
      RunCalls(channels, kSubmit, NewBatches(bench, calls), kInFlight, accepted).rate();
  const double seconds = bench.scale.rush_seconds;
  // What is refused is offered again, so that somewhat more than can be done is enough.
  const auto requests = NewBatches(bench, static_cast<std::int64_t>(1.5 * peak * seconds) + calls);
  const Rush rush = RunRush(channels, kSubmit, requests, kTimesPeak * peak, absl::Seconds(seconds));
  recovery.pairs.push_back({UntilWell(channels.front(), kSubmit, requests), 5});
  const double again =
      RunCalls(channels, kSubmit, NewBatches(bench, calls), kInFlight, accepted).rate();
  Require(rush.without_delay == 0, "a refused call was not told when to come again");
  Require(stored() >= before + kRowsEach * (2 * calls + rush.done), "not every row is stored");
  goodput.pairs.push_back(
      {kRowsEach * static_cast<double>(rush.done) / rush.seconds, kRowsEach * (peak + again) / 2});
  goodput.note =
      absl::StrFormat("%.0f calls of %d rows a second for %.0f s; %d done, %d refused, %d failed",
                      static_cast<double>(rush.begun) / seconds, kRowsEach, seconds, rush.done,
                      rush.refused_milliseconds.size(), rush.failed);
  refusal.pairs.push_back({Percentile(rush.refused_milliseconds, 0.99), 20});
  refusal.note = absl::StrFormat("p50 %.1f ms", Percentile(rush.refused_milliseconds, 0.5));
  return {goodput, refusal, recovery};
}

}  // namespace xuefen::bench
