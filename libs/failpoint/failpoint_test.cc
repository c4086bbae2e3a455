#include "libs/failpoint/failpoint.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include <gtest/gtest.h>

namespace xuefen::failpoint {
namespace {

TEST(FailpointTest, APlaceThatIsNotArmedDoesNothing) {
  ASSERT_TRUE(Arm("after_copy:crash:1").ok());
  Reach(Point::kBeforeBegin);
  Reach(Point::kAfterCommit);
}

TEST(FailpointTest, DiesAtTheNthPassing) {
  EXPECT_EXIT(
      {
        if (!Arm("before_commit:crash:3").ok()) _exit(1);
        for (int passing = 0; passing < 2; ++passing) Reach(Point::kBeforeCommit);
        write(STDERR_FILENO, "alive", 5);
        Reach(Point::kBeforeCommit);
        _exit(2);
      },
      testing::KilledBySignal(SIGKILL), "alive");
}

TEST(FailpointTest, FreezesOnceUntilItIsContinued) {
  const pid_t child = fork();
  if (child == 0) {
    if (!Arm("before_effect:freeze:1").ok()) _exit(1);
    Reach(Point::kBeforeEffect);
    Reach(Point::kBeforeEffect);
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, WUNTRACED), child);
  EXPECT_TRUE(WIFSTOPPED(status));
  kill(child, SIGCONT);
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST(FailpointTest, RefusesWhatItDoesNotUnderstand) {
  for (const char* spec :
       {"", "before_begin", "before_begin:crash", "nowhere:crash:1", "before_begin:dance:1",
        "before_begin:crash:0", "before_begin:crash:x", "before_begin:crash:1:1"}) {
    EXPECT_FALSE(Arm(spec).ok()) << spec;
  }
}

}  // namespace
}  // namespace xuefen::failpoint
