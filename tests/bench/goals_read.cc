#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "libs/base/ids.h"
#include "libs/rpc/message_bytes.h"
#include "tests/bench/echo.h"
#include "tests/bench/goals.h"
#include "tests/bench/require.h"
#include "xuefen/credit/v1/credit_service.pb.h"

namespace xuefen::bench {
namespace {

constexpr char kBureau[] = "bureau-370100";
constexpr int kReaders = 1000;     // people who are read again and again
constexpr int kFirstReads = 2000;  // of a pair
constexpr int kRecords = 21;
constexpr int kInFlight = 64;
constexpr int kChannels = 4;
constexpr int kSessions = 16;

// As many records of everybody as there are, a row each, as one would keep them without the
// service.
constexpr char kMakeRecords[] = R"sql(
  CREATE SCHEMA IF NOT EXISTS bench;
  CREATE TABLE bench.record_row AS
  SELECT d.bucket, d.person, gen_random_uuid() AS id, 1::smallint AS kind, 2::smallint AS subject,
         date '2018-01-01' + n AS first_day, date '2018-01-01' + n AS last_day,
         800::bigint AS reported_centihours, '91370100MA3C000001' AS provider,
         'COURSE-' || n AS activity_code, NULL::date AS organised_on, NULL::date AS approved_on,
         date '2018-01-01' AS filed_on
  FROM generate_series(1, 21) AS n CROSS JOIN (SELECT DISTINCT bucket, person FROM credit.determination) AS d;
  ALTER TABLE bench.record_row ADD PRIMARY KEY (bucket, person, last_day, first_day, id);
  ANALYZE bench.record_row)sql";

constexpr char kReadRecords[] = R"sql(
  SELECT id, kind, subject, first_day, last_day, reported_centihours, provider, activity_code,
         organised_on, approved_on, filed_on
  FROM bench.record_row WHERE bucket = $1 AND person = $2)sql";

// Ids of the first people.
std::vector<Id> IdsOf(const Bench& bench, int people) {
  std::vector<int> numbers(static_cast<std::size_t>(people));
  std::iota(numbers.begin(), numbers.end(), 0);
  std::vector<Id> ids;
  for (const auto& [number, name] : NamesOf(bench, numbers)) {
    const auto id = Id::FromHex(absl::StripPrefix(name, "people/"));
    Require(id.has_value(), "a person without an id");
    ids.push_back(*id);
  }
  return ids;
}

// Rate at which 16 sessions read the records of `people` in turn.
double ReadByLibpq(const std::string& conninfo, const std::vector<Id>& people, std::int64_t reads) {
  std::vector<std::unique_ptr<Session>> sessions;
  for (int i = 0; i < kSessions; ++i) {
    sessions.push_back(std::make_unique<Session>(conninfo));
    sessions.back()->Prepare("read_records", kReadRecords);
  }
  std::vector<std::vector<std::string>> keys;
  for (const Id& person : people) {
    keys.push_back(
        {std::string{'\0', static_cast<char>(person.Bucket())}, std::string(person.Bytes())});
  }
  std::atomic<std::int64_t> next = 0;
  const absl::Time began = absl::Now();
  std::vector<std::thread> threads;
  for (const auto& session : sessions) {
    threads.emplace_back([&] {
      for (std::int64_t i = next++; i < reads; i = next++) {
        const auto& key = keys[static_cast<std::size_t>(i) % keys.size()];
        Require(session->Execute("read_records", key) >= kRecords, "records are missing");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return static_cast<double>(reads) / absl::ToDoubleSeconds(absl::Now() - began);
}

template <typename Request>
std::vector<grpc::ByteBuffer> RequestsFor(const std::vector<Id>& people, absl::string_view suffix) {
  std::vector<grpc::ByteBuffer> requests;
  for (const Id& person : people) {
    Request request;
    request.set_name(absl::StrCat("people/", person.Hex(), suffix));
    requests.push_back(BytesOf(request));
  }
  return requests;
}

// The requests for the first `people`, in turn.
std::vector<grpc::ByteBuffer> Repeated(const std::vector<grpc::ByteBuffer>& requests,
                                       std::ptrdiff_t people, std::int64_t count) {
  std::vector<grpc::ByteBuffer> repeated;
  for (std::int64_t i = 0; i < count; ++i) {
    repeated.push_back(requests[static_cast<std::size_t>(i % people)]);
  }
  return repeated;
}

// Every response of this kind is of a person with records.
template <typename Response>
void CheckHours(std::size_t i, grpc::ByteBuffer& bytes) {
  // Reading each would make the caller the slowest part.
  constexpr std::size_t kOneIn = 64;
  if (i % kOneIn != 0) return;
  Response response;
  Require(rpc::ParseMessage(bytes, response) && response.totals().all().reported_centihours() > 0,
          "an answer without hours");
}

// One kind of read, of everybody.
struct Read {
  std::string goal;
  std::string method;
  std::vector<grpc::ByteBuffer> requests;
  CheckResponse check;
};

}  // namespace

std::vector<Finding> MeasureReads(Bench& bench) {
  const int pairs = bench.scale.pairs;
  const std::vector<Id> people = IdsOf(bench, std::min(bench.scale.people, pairs * kFirstReads));
  const std::int64_t count = bench.scale.reads;
  bench.session.Run(kMakeRecords);
  const std::vector<Read> reads = {
      {"C-account", "/xuefen.credit.v1.CreditService/GetAccount",
       RequestsFor<credit::v1::GetAccountRequest>(people, "/account"),
       CheckHours<credit::v1::Account>},
      {"C-determination", "/xuefen.credit.v1.CreditService/GetDetermination",
       RequestsFor<credit::v1::GetDeterminationRequest>(people, "/determinations/2018"),
       CheckHours<credit::v1::Determination>}};
  const EchoServer echo(bench.suite, kBureau, kChannels);
  const auto channels = bench.suite.Channels("credit", kBureau, kChannels);
  const std::vector<grpc::ByteBuffer> nothing(static_cast<std::size_t>(count),
                                              BytesOf(credit::v1::GetAccountRequest()));
  std::vector<Finding> findings;
  for (const Read& read : reads) {
    Finding by_echo{read.goal + "-echo",
                    "a warm read, 64 in flight / empty echo, 64 in flight",
                    "calls/s",
                    {},
                    ""};
    Finding by_libpq{read.goal + "-libpq",
                     "the same / the person's records by libpq, 16 connections",
                     "reads/s",
                     {},
                     ""};
    Finding first{read.goal + "-first",
                  "somebody's first read / the person's records by libpq",
                  "reads/s",
                  {},
                  ""};
    const auto of_pair = static_cast<std::ptrdiff_t>(people.size()) / pairs;
    const std::vector<grpc::ByteBuffer> again =
        Repeated(read.requests, std::min<std::ptrdiff_t>(kReaders, of_pair), count);
    for (int pair = 0; pair < pairs; ++pair) {
      const auto begin = read.requests.begin() + pair * of_pair;
      const Timing first_time =
          RunCalls(channels, read.method, {begin, begin + of_pair}, kInFlight, read.check);
      const Timing ours = RunCalls(channels, read.method, again, kInFlight, read.check);
      const Timing empty = RunCalls(echo.channels(), kEchoMethod, nothing, kInFlight,
                                    [](std::size_t, grpc::ByteBuffer&) {});
      const double by_hand = ReadByLibpq(bench.suite.Conninfo(), people, count);
      by_echo.pairs.push_back({ours.rate(), empty.rate()});
      by_libpq.pairs.push_back({ours.rate(), by_hand});
      first.pairs.push_back({first_time.rate(), by_hand});
    }
    findings.insert(findings.end(), {by_echo, by_libpq, first});
  }
  bench.session.Run("DROP TABLE bench.record_row");
  return findings;
}

}  // namespace xuefen::bench
