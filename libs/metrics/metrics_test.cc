#include "libs/metrics/metrics.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/metrics/rpc_metrics.h"
#include "libs/metrics/service_metrics.h"
#include "libs/metrics/testing/scrape.h"

namespace xuefen::metrics {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using testing::Scrape;

TEST(Metrics, ServeTheFiguresOfMethods) {
  const auto metrics = Metrics::Create("127.0.0.1:0");
  ASSERT_TRUE(metrics.ok()) << metrics.status();
  MethodMetrics method(**metrics, "xuefen.Test", "Get", "unary");
  method.Started();
  method.Handled(0, absl::Milliseconds(3));
  method.Handled(99, absl::Milliseconds(3));
  const std::string text = Scrape((*metrics)->port());
  EXPECT_THAT(text, HasSubstr("grpc_server_started_total{grpc_method=\"Get\",grpc_service="
                              "\"xuefen.Test\",grpc_type=\"unary\"} 1"));
  EXPECT_THAT(text, HasSubstr("grpc_code=\"OK\",grpc_method=\"Get\""));
  EXPECT_THAT(text, HasSubstr("grpc_server_handling_seconds_count"));
}

TEST(Metrics, CountWhatThePartsOfAServiceDo) {
  const auto metrics = Metrics::Create("127.0.0.1:0");
  ASSERT_TRUE(metrics.ok()) << metrics.status();
  LedgerMetrics ledger(**metrics);
  ledger.appended.Add(3);
  ledger.group_entries.Observe(3);
  WorkerMetrics workers(**metrics, "rpc");
  workers.queued.Add(2);
  workers.queued.Add(-1);
  // Made again it is the same figure.
  PoolMetrics(**metrics).opened.Add();
  PoolMetrics(**metrics).opened.Add();
  RefusalMetrics(metrics->get()).Count(Reason::OVERLOADED);
  const std::string text = Scrape((*metrics)->port());
  for (const char* line :
       {"xuefen_ledger_entries_total{answer=\"appended\"} 3\n",
        "xuefen_ledger_group_entries_bucket{le=\"5\"} 1\n",
        "xuefen_workers_queued{pool=\"rpc\"} 1\n", "xuefen_pool_connects_total{result=\"ok\"} 2\n",
        "xuefen_refusals_total{reason=\"OVERLOADED\"} 1\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(Metrics, AskForReadingsUntilTheyStop) {
  const auto metrics = Metrics::Create("127.0.0.1:0");
  ASSERT_TRUE(metrics.ok()) << metrics.status();
  int asked = 0;
  (*metrics)->AddReading("asked", "Times.", [&] { return ++asked; });
  (*metrics)->AddReadings("by_name", "Some.", "name", [] {
    return Metrics::Values{{"a", 1}, {"b", 2}};
  });
  AddProcessReadings(**metrics);
  const std::string text = Scrape((*metrics)->port());
  for (const char* line : {"asked 1\n", "by_name{name=\"a\"} 1\n", "by_name{name=\"b\"} 2\n",
                           "# TYPE process_cpu_seconds_total counter\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  // This very process: some memory, some threads, and it began after 2020.
  EXPECT_THAT(text, ContainsRegex("process_resident_memory_bytes [1-9][0-9.e+]*\n"));
  EXPECT_THAT(text, ContainsRegex("process_threads [1-9][0-9]*\n"));
  EXPECT_THAT(text, ContainsRegex("process_start_time_seconds (1[6-9]|[2-9][0-9])[0-9]{8}"));
  (*metrics)->Stop();
  Scrape((*metrics)->port());
  EXPECT_EQ(asked, 1);
}

TEST(Figures, ThatNobodyMadeCountNothing) {
  Counter().Add();
  Gauge().Set(1);
  Histogram().Observe(1);
  MethodMetrics().Handled(0, absl::ZeroDuration());
  RefusalMetrics(nullptr).Count(Reason::INTERNAL);
}

TEST(Metrics, ServeNothingWithoutAnAddress) { EXPECT_EQ((*Metrics::Create(""))->port(), 0); }

TEST(Metrics, SayWhenThePortIsTaken) {
  const auto first = Metrics::Create("127.0.0.1:0");
  const auto second = Metrics::Create(absl::StrCat("127.0.0.1:", (*first)->port()));
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace xuefen::metrics
