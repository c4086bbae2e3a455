#include "absl/strings/str_format.h"
#include "libs/rpc/message_bytes.h"
#include "tests/bench/echo.h"
#include "tests/bench/goals.h"
#include "tests/bench/require.h"

namespace xuefen::bench {
namespace {

constexpr int kInFlight = 256;
constexpr int kChannels = 4;
constexpr char kSubmitOne[] = "/xuefen.registry.v1.RegistryService/SubmitCompletionBatch";

double PerRow(std::int64_t bytes, std::size_t rows) {
  return static_cast<double>(bytes) / static_cast<double>(rows);
}

std::string LatencyNote(const std::vector<double>& milliseconds, absl::string_view of) {
  return absl::StrFormat("latency of %s: p50 %.2f ms, p99 %.2f ms", of,
                         Percentile(milliseconds, 0.5), Percentile(milliseconds, 0.99));
}

void CheckAccepted(std::size_t, grpc::ByteBuffer& bytes) {
  thread_local registry::v1::SubmitCompletionsResponse response;
  Require(rpc::ParseMessage(bytes, response) && response.results_size() == 1 &&
              response.results(0).outcome() == registry::v1::COMPLETION_OUTCOME_ACCEPTED,
          "a completion was not accepted");
}

}  // namespace

std::vector<Finding> MeasureStreams(Bench& bench, Clone& clone) {
  Finding rate{"A",
               "durable ingest by streams of 500-row batches / binary COPY of the same rows",
               "rows/s",
               {},
               ""};
  Finding wal{"G", "WAL of one accepted row / of one copied row", "bytes", {}, ""};
  std::vector<double> latencies;
  for (int pair = 0; pair < bench.scale.pairs; ++pair) {
    clone.Mark();
    const std::vector<StreamJob> jobs = bench.ingest.NewJobs(bench.scale.stream_rows);
    const std::int64_t wal_before = WalPosition(bench.session);
    const StreamTiming ours = RunStreams(jobs, Ingest::kWindow);
    const std::int64_t wal_between = WalPosition(bench.session);
    const Clone::Rows rows = clone.NewRows();
    Require(static_cast<std::int64_t>(rows.ledger.size()) == ours.accepted,
            "not every accepted row is stored");
    const std::int64_t wal_copy = WalPosition(bench.session);
    const double seconds = clone.CopyIn(rows);
    const std::int64_t wal_after = WalPosition(bench.session);
    rate.pairs.push_back({ours.rows.rate(), static_cast<double>(rows.ledger.size()) / seconds});
    wal.pairs.push_back({PerRow(wal_between - wal_before, rows.ledger.size()),
                         PerRow(wal_after - wal_copy, rows.ledger.size())});
    latencies.insert(latencies.end(), ours.rows.milliseconds.begin(), ours.rows.milliseconds.end());
  }
  rate.note = LatencyNote(latencies, "a batch");
  return {rate, wal};
}

Finding MeasureResent(Bench& bench, Clone& clone) {
  Finding rate{"A-resent",
               "the same with one in ten batches resent, rows answered / COPY of the new rows",
               "rows/s",
               {},
               ""};
  for (int pair = 0; pair < bench.scale.pairs; ++pair) {
    clone.Mark();
    const StreamTiming ours =
        RunStreams(bench.ingest.JobsWithResent(bench.scale.stream_rows), Ingest::kWindow);
    const Clone::Rows rows = clone.NewRows();
    Require(static_cast<std::int64_t>(rows.ledger.size()) == ours.accepted && ours.duplicates > 0,
            "a resent row was stored again");
    rate.pairs.push_back(
        {ours.rows.rate(), static_cast<double>(rows.ledger.size()) / clone.CopyIn(rows)});
  }
  return rate;
}

std::vector<Finding> MeasureSingles(Bench& bench, Clone& clone) {
  Finding by_echo{
      "B-echo", "one-record submits, 256 in flight / empty echo, 256 in flight", "calls/s", {}, ""};
  Finding by_insert{"B-insert",
                    "the same / single inserts of the same rows by libpq, 32 connections",
                    "rows/s",
                    {},
                    ""};
  const EchoServer echo(bench.suite, World::ActorOf(0), kChannels);
  const auto channels = bench.suite.Channels("registry", World::ActorOf(0), kChannels);
  std::vector<double> latencies;
  for (int pair = 0; pair < bench.scale.pairs; ++pair) {
    clone.Mark();
    const std::vector<grpc::ByteBuffer> requests =
        bench.ingest.NewRequests(0, bench.scale.single_calls, 1);
    const Timing ours = RunCalls(channels, kSubmitOne, requests, kInFlight, CheckAccepted);
    const std::vector<grpc::ByteBuffer> nothing(requests.size(),
                                                BytesOf(registry::v1::SubmitCompletionsRequest()));
    const Timing empty = RunCalls(echo.channels(), kEchoMethod, nothing, kInFlight,
                                  [](std::size_t, grpc::ByteBuffer&) {});
    const auto rows = clone.NewPairs();
    Require(rows.size() == requests.size(), "not every accepted row is stored");
    by_echo.pairs.push_back({ours.rate(), empty.rate()});
    by_insert.pairs.push_back(
        {ours.rate(), static_cast<double>(rows.size()) / clone.InsertOneByOne(rows)});
    latencies.insert(latencies.end(), ours.milliseconds.begin(), ours.milliseconds.end());
  }
  by_echo.note = LatencyNote(latencies, "a submit");
  return {by_echo, by_insert};
}

}  // namespace xuefen::bench
