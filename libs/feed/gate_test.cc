#include "libs/feed/gate.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"

namespace xuefen::feed {
namespace {

// A gate whose service has come to `reached` in bucket 5 of the registry.
struct Fixture {
  std::atomic<std::int64_t> reached{10};
  PositionGate gate{{"registry"}, [this]() -> absl::StatusOr<std::map<std::string, Positions>> {
                      return std::map<std::string, Positions>{{"registry", {{5, reached.load()}}}};
                    }};

  absl::Status Wait(const tokens::Freshness& wanted, absl::Duration patience) {
    absl::Notification answered;
    absl::Status status;
    gate.WhenFresh(wanted, absl::Now() + patience, [&](absl::Status answer) {
      status = std::move(answer);
      answered.Notify();
    });
    answered.WaitForNotification();
    return status;
  }
};

TEST(PositionGate, LetsThroughWhatIsReached) {
  Fixture fixture;
  EXPECT_TRUE(fixture.Wait({"registry", {{5, 10}}}, absl::Minutes(1)).ok());
  EXPECT_TRUE(fixture.Wait({"registry", {}}, absl::Minutes(1)).ok());
}

TEST(PositionGate, WaitsUntilItIsReached) {
  Fixture fixture;
  absl::Notification answered;
  fixture.gate.WhenFresh({"registry", {{5, 11}}}, absl::Now() + absl::Minutes(1),
                         [&](const absl::Status& status) {
                           EXPECT_TRUE(status.ok()) << status;
                           answered.Notify();
                         });
  EXPECT_FALSE(answered.WaitForNotificationWithTimeout(absl::Milliseconds(50)));
  fixture.reached = 11;
  fixture.gate.Nudge();
  EXPECT_TRUE(answered.WaitForNotificationWithTimeout(absl::Minutes(1)));
}

TEST(PositionGate, GivesUpAtTheDeadline) {
  Fixture fixture;
  EXPECT_EQ(ReasonOf(fixture.Wait({"registry", {{6, 1}}}, absl::Milliseconds(30))),
            Reason::NOT_FRESH_ENOUGH);
}

TEST(PositionGate, RefusesTokensOfServicesItDoesNotFollow) {
  Fixture fixture;
  EXPECT_EQ(ReasonOf(fixture.Wait({"elsewhere", {}}, absl::Minutes(1))),
            Reason::FRESHNESS_TOKEN_INVALID);
}

TEST(PositionGate, AnswersThoseWhoWaitWhenItEnds) {
  absl::Notification answered;
  {
    Fixture fixture;
    fixture.gate.WhenFresh({"registry", {{5, 11}}}, absl::Now() + absl::Hours(1),
                           [&](const absl::Status& status) {
                             EXPECT_FALSE(status.ok());
                             answered.Notify();
                           });
  }
  EXPECT_TRUE(answered.HasBeenNotified());
}

}  // namespace
}  // namespace xuefen::feed
