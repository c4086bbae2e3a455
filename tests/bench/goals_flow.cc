#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/message_bytes.h"
#include "tests/bench/goals.h"
#include "tests/bench/require.h"
#include "xuefen/credit/v1/credit_service.grpc.pb.h"
#include "xuefen/registry/v1/registry_service.grpc.pb.h"

namespace xuefen::bench {
namespace {

constexpr char kBureau[] = "bureau-370100";
constexpr int kRecordsEach = 21;  // seven of each provider

// 1 when all of the registry's entries have arrived in credit and, both ways, in statistics.
constexpr char kFollowed[] = R"sql(
  WITH wanted AS (SELECT sum(seq) AS n FROM registry.read_heads())
  SELECT ((SELECT sum(seq) FROM credit.feed_position WHERE feed = 'registry') = n
      AND (SELECT sum(seq) FROM statistics.feed_position WHERE feed = 'registry') = n
      AND (SELECT sum(seq) FROM statistics.credit_reflects WHERE source = 'registry') = n)::int
  FROM wanted)sql";

// Asks for accounts as soon as a batch that concerns them is acknowledged.
class Watcher {
 public:
  explicit Watcher(const Suite& suite)
      : stub_(credit::v1::CreditService::NewStub(suite.Channel("credit", kBureau))) {}

  // The answer is awaited at the service, by the token of the acknowledgement.
  void Watch(const std::string& person, const std::string& token) {
    auto* const call = new Call;
    call->request.set_name(absl::StrCat(person, "/account"));
    call->request.set_at_least_as_fresh_as(token);
    call->began = absl::Now();
    {
      const absl::MutexLock lock(&mutex_);
      ++open_;
    }
    Ask(call);
  }

  std::vector<double> TakeMilliseconds() {
    const absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](int* open) { return *open == 0; }, &open_));
    return std::move(milliseconds_);
  }

 private:
  struct Call {
    std::unique_ptr<grpc::ClientContext> context;
    credit::v1::GetAccountRequest request;
    credit::v1::Account response;
    absl::Time began;
  };

  void Ask(Call* call) {
    call->context = std::make_unique<grpc::ClientContext>();
    stub_->async()->GetAccount(call->context.get(), &call->request, &call->response,
                               [this, call](const grpc::Status& status) {
                                 // The service waits ten seconds; the watcher for as long as
                                 // needed.
                                 const bool later = status.error_code() == grpc::UNAVAILABLE;
                                 Require(status.ok() || later, status.error_message());
                                 later ? Ask(call) : Finish(call);
                               });
  }

  void Finish(Call* call) {
    const absl::MutexLock lock(&mutex_);
    milliseconds_.push_back(absl::ToDoubleMilliseconds(absl::Now() - call->began));
    --open_;
    delete call;
  }

  const std::unique_ptr<credit::v1::CreditService::Stub> stub_;
  absl::Mutex mutex_;
  int open_ = 0;
  std::vector<double> milliseconds_;
};

}  // namespace

std::map<int, std::string> NamesOf(const Bench& bench, const std::vector<int>& people) {
  constexpr std::size_t kItemsAtATime = 1000;
  const auto stub =
      registry::v1::RegistryService::NewStub(bench.suite.Channel("registry", kBureau));
  std::map<int, std::string> names;
  for (std::size_t first = 0; first < people.size(); first += kItemsAtATime) {
    registry::v1::ImportPeopleRequest request;
    request.set_division("370102");
    const std::size_t last = std::min(first + kItemsAtATime, people.size());
    for (std::size_t i = first; i < last; ++i) {
      registry::v1::PersonItem& item = *request.add_items();
      item.set_identity_number(bench.world.NumberOf(people[i]));
      item.set_display_name(bench.world.NameOf(people[i]));
    }
    const auto response =
        Require(rpc::Invoke(*stub, &registry::v1::RegistryService::Stub::ImportPeople, request));
    for (std::size_t i = first; i < last; ++i) {
      names[people[i]] = response.results(static_cast<int>(i - first)).person();
    }
  }
  return names;
}

double WaitUntilFollowed(const Session& session) {
  const absl::Time began = absl::Now();
  while (session.Number(kFollowed) == 0) absl::SleepFor(absl::Milliseconds(10));
  return absl::ToDoubleSeconds(absl::Now() - began);
}

void PrepareAccounts(Bench& bench) {
  const std::int64_t wanted = std::int64_t{kRecordsEach} * bench.scale.people;
  const std::int64_t stored = bench.session.Number("SELECT count(*) FROM registry.claim");
  if (stored < wanted) bench.ingest.Run(wanted - stored);
  WaitUntilFollowed(bench.session);
}

Finding MeasureFlow(Bench& bench) {
  Finding rate{"J",
               "ingest until credit and statistics have it / ingest into the registry alone",
               "rows/s",
               {},
               ""};
  for (int pair = 0; pair < bench.scale.pairs; ++pair) {
    const std::vector<StreamJob> jobs = bench.ingest.NewJobs(bench.scale.flow_rows);
    const absl::Time began = absl::Now();
    const StreamTiming ours = RunStreams(jobs, Ingest::kWindow);
    WaitUntilFollowed(bench.session);
    const double seconds = absl::ToDoubleSeconds(absl::Now() - began);
    double alone = 0;
    {
      const FollowersPaused paused(bench.suite);
      alone = bench.ingest.Run(bench.scale.flow_rows).rows.rate();
    }
    WaitUntilFollowed(bench.session);
    rate.pairs.push_back({static_cast<double>(ours.accepted) / seconds, alone});
  }
  return rate;
}

Finding MeasureLag(Bench& bench, double peak) {
  constexpr int kWarmUp = 10;
  const int messages = bench.scale.watched_batches + kWarmUp;
  std::vector<StreamJob> jobs =
      bench.ingest.NewJobs(std::int64_t{messages} * kBatchRows * World::providers());
  const double interval = kBatchRows * World::providers() / (peak / 2);
  for (StreamJob& job : jobs) job.pace = absl::Seconds(interval);
  // Of each message of the first stream, the first person is watched.
  std::vector<std::string> watched;
  {
    std::vector<int> people;
    for (const grpc::ByteBuffer& bytes : jobs.front().requests) {
      registry::v1::SubmitCompletionsRequest request;
      Require(rpc::ParseMessage(bytes, request), "a message that cannot be read");
      people.push_back(bench.world.PersonOfNumber(request.items(0).identity_number()));
    }
    const std::map<int, std::string> names = NamesOf(bench, people);
    for (const int person : people) watched.push_back(names.at(person));
  }
  Watcher watcher(bench.suite);
  const StreamTiming sent =
      RunStreams(jobs, messages, [&](std::size_t job, std::size_t message, const auto& answer) {
        if (job == 0 && message >= kWarmUp) {
          watcher.Watch(watched[message], answer.freshness_token());
        }
      });
  const std::vector<double> lags = watcher.TakeMilliseconds();
  return {"H",
          "from the acknowledgement to the account, p99, at half of J's peak / one second",
          "ms",
          {{Percentile(lags, 0.99), 1000}},
          absl::StrFormat("p50 %.1f ms, p90 %.1f ms, worst %.1f ms of %d, at %.0f rows/s",
                          Percentile(lags, 0.5), Percentile(lags, 0.9), Percentile(lags, 1),
                          lags.size(), sent.rows.rate())};
}

}  // namespace xuefen::bench
