#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/feed/gate.h"
#include "libs/ledger/chain.h"
#include "libs/ledger/entry.h"
#include "libs/pg/pool.h"
#include "services/credit/app/take_in.h"
#include "tests/support/postgres_fixture.h"
#include "xuefen/credit/v1/events.pb.h"

namespace xuefen::credit::testing {

// A response of a feed: its entries, and the places of the touched buckets before and after.
struct Response {
  feed::Change change;
  std::map<int, ledger::Place> from;
  std::map<int, ledger::Place> to;
};

// A feed that somebody else writes.
class WrittenFeed {
 public:
  // What a follower that has all before it receives next.
  Response Write(const std::vector<ledger::Entry>& entries);

 private:
  std::map<int, ledger::Place> places_;
};

// A database with the schema of credit, and what the feeds do to it, response by response.
class CreditTest : public PostgresTest {
 protected:
  CreditTest();

  // Far enough away for any test that works.
  static absl::Time Soon();

  // Takes in one response of a feed as a follower does: with its positions, in one transaction.
  absl::Status TakeInRegistry(const Response& response);
  absl::Status TakeInAccreditation(const Response& response);

  // The same of the next response of a registry that is written here. `meanwhile` runs when the
  // positions have moved and the effect is still to come.
  void Register(
      const std::vector<ledger::Entry>& entries, absl::FunctionRef<void()> meanwhile = [] {});

  // The ids of all records that are kept of a person.
  std::vector<Id> KeptRecords(const Id& person);

  // Credit's own ledger of one bucket, after its chain was verified.
  std::vector<v1::DeterminationMade> Published(int bucket);

  const std::unique_ptr<pg::Pool> pool_ = ServicePool("credit");
  const Law law_ = MigrateAndPutIntoService();

 private:
  Law MigrateAndPutIntoService();
  absl::Status TakeIn(
      const std::string& feed, feed::Effect& effect, const Response& response,
      absl::FunctionRef<void()> meanwhile = [] {});

  WrittenFeed registry_feed_;
  feed::PositionGate gate_;
  RecentAnswers recent_{100};
  RegistryEffect registry_;
  AccreditationEffect accreditation_;
};

}  // namespace xuefen::credit::testing
