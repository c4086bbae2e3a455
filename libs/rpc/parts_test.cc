// The small parts: worker pool, admission, trace.
#include <atomic>
#include <future>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "libs/base/refusal.h"
#include "libs/rpc/admission.h"
#include "libs/rpc/trace.h"
#include "libs/rpc/worker_pool.h"

namespace xuefen::rpc {
namespace {

TEST(WorkerPool, RunsTasksInTheirOrderAndAllBeforeItEnds) {
  std::vector<int> ran;
  {
    WorkerPool pool(1, 100);
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(pool.TryRun([&ran, i] { ran.push_back(i); }));
  }
  ASSERT_EQ(ran.size(), 50u);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(ran[static_cast<std::size_t>(i)], i);
}

TEST(WorkerPool, RefusesWhenItsQueueIsFullAndRecovers) {
  WorkerPool pool(1, 2);
  std::promise<void> running;
  std::promise<void> release;
  ASSERT_TRUE(pool.TryRun([&] {
    running.set_value();
    release.get_future().wait();
  }));
  running.get_future().wait();
  EXPECT_TRUE(pool.TryRun([] {}));
  EXPECT_FALSE(pool.IsFull());
  EXPECT_TRUE(pool.TryRun([] {}));
  EXPECT_TRUE(pool.IsFull());
  EXPECT_FALSE(pool.TryRun([] {}));
  release.set_value();
  while (!pool.TryRun([] {})) std::this_thread::yield();
}

TEST(WorkerPool, TakesNothingOnceStopped) {
  WorkerPool pool(2, 10);
  pool.Stop();
  EXPECT_FALSE(pool.TryRun([] {}));
  pool.Stop();
}

TEST(Admission, BoundsAllAndEachCaller) {
  Admission admission(3, 2);
  auto a1 = admission.Enter("a");
  auto a2 = admission.Enter("a");
  EXPECT_EQ(ReasonOf(admission.Enter("a").status()), Reason::OVERLOADED);
  auto b1 = admission.Enter("b");
  EXPECT_EQ(ReasonOf(admission.Enter("c").status()), Reason::OVERLOADED);
  a1->Release();
  a1->Release();
  EXPECT_EQ(admission.in_work(), 2);
  EXPECT_TRUE(admission.Enter("c").ok());
  a2 = absl::UnknownError("moved on");
  EXPECT_EQ(admission.in_work(), 1);
}

TEST(Trace, ComesFromTheHeader) {
  const Trace trace = Trace::FromHeader("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  EXPECT_EQ(trace.trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_TRUE(trace.sampled);
  EXPECT_FALSE(
      Trace::FromHeader("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00").sampled);
  // Calls made on its behalf belong to the same trace and have this call as their parent.
  EXPECT_EQ(trace.span_id.size(), 16u);
  EXPECT_NE(trace.span_id, "00f067aa0ba902b7");
  EXPECT_EQ(trace.Header(), "00-4bf92f3577b34da6a3ce929d0e0e4736-" + trace.span_id + "-01");
  const Trace next = Trace::FromHeader(trace.Header());
  EXPECT_EQ(next.trace_id, trace.trace_id);
  EXPECT_NE(next.span_id, trace.span_id);
}

TEST(Trace, IsNewWithoutAGoodHeader) {
  const Trace fresh = Trace::FromHeader("");
  EXPECT_EQ(fresh.trace_id.size(), 32u);
  for (const char* header : {"00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                             "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                             "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                             "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "x\n{}"}) {
    const Trace trace = Trace::FromHeader(header);
    EXPECT_NE(trace.trace_id, "4bf92f3577b34da6a3ce929d0e0e4736") << header;
    EXPECT_NE(trace.trace_id, fresh.trace_id);
  }
}

}  // namespace
}  // namespace xuefen::rpc
