#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/feed/gate.h"
#include "libs/ledger/entry.h"
#include "libs/pg/pool.h"
#include "services/statistics/app/take_in.h"
#include "tests/support/postgres_fixture.h"
#include "xuefen/common/v1/feed.pb.h"

namespace xuefen::statistics::testing {

// A database with the schema of statistics, and what the feeds do to it, response by response.
class StatisticsTest : public PostgresTest {
 protected:
  StatisticsTest();

  // Far enough away for any test that works.
  static absl::Time Soon();

  // Takes in one response of a feed, in a transaction of its own; positions do not move.
  absl::Status TakeInRegistry(const std::vector<ledger::Entry>& entries);
  absl::Status TakeInCredit(const std::vector<ledger::Entry>& entries,
                            const std::vector<common::v1::SourcePosition>& reflects = {});

  // Moves a position from the start.
  absl::Status MoveTo(const std::string& feed, int bucket, std::int64_t seq);

  // Every roll-up of every fifth day from 2016-12 to 2019-01 is what a recount over people tells.
  void ExpectRollupsAreExact() const;

  const std::unique_ptr<pg::Pool> pool_ = ServicePool("statistics");

 private:
  feed::PositionGate gate_;
  RegistryEffect registry_;
  CreditEffect credit_;
};

common::v1::SourcePosition Reflects(const std::string& source, int bucket, std::int64_t seq);

}  // namespace xuefen::statistics::testing
