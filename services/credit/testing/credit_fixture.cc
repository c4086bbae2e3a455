#include "services/credit/testing/credit_fixture.h"

#include <utility>

#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "libs/ledger/positions.h"
#include "libs/ledger/reader.h"
#include "libs/pg/migrations.h"
#include "libs/pg/transact.h"
#include "migrations/credit_migrations.h"
#include "migrations/ledger_migrations.h"
#include "services/credit/app/services.h"
#include "services/credit/storage/facts.h"
#include "services/credit/testing/facts.h"

namespace xuefen::credit::testing {

Response WrittenFeed::Write(const std::vector<ledger::Entry>& entries) {
  Response response;
  for (const ledger::Entry& entry : entries) {
    ledger::Place& place =
        places_.emplace(entry.bucket, ledger::Place::Start(entry.bucket)).first->second;
    response.from.emplace(entry.bucket, place);
    place = {.seq = place.seq + 1,
             .chain = ledger::NextChain(place.chain, ledger::DigestOf(entry))};
    response.to[entry.bucket] = place;
    response.change.entries.push_back({.bucket = entry.bucket,
                                       .seq = place.seq,
                                       .source = entry.source,
                                       .event_key = entry.event_key,
                                       .type = std::string(entry.type),
                                       .hashing = ledger::kHashingVersion,
                                       .body = entry.body,
                                       .chain = place.chain});
  }
  return response;
}

CreditTest::CreditTest()
    : gate_({}, [] { return std::map<std::string, feed::Positions>(); }),
      registry_(law_, gate_, recent_),
      accreditation_(gate_, recent_) {}

Law CreditTest::MigrateAndPutIntoService() {
  const absl::Status migrated =
      pg::Migrate(*MigratorPool("credit"), "credit", {LedgerMigrations(), CreditMigrations()});
  EXPECT_TRUE(migrated.ok()) << migrated;
  return *PutIntoService(*pool_, Soon(), LawInForce());
}

absl::Time CreditTest::Soon() { return absl::Now() + absl::Seconds(30); }

absl::Status CreditTest::TakeIn(const std::string& feed, feed::Effect& effect,
                                const Response& response, absl::FunctionRef<void()> meanwhile) {
  return pg::Transact(*pool_, Soon(), [&](pg::Transaction& tx) -> absl::Status {
    std::vector<ledger::Advance> advances;
    for (const auto& [bucket, to] : response.to) {
      advances.push_back(ledger::Advance::Of(bucket, response.from.at(bucket), to));
    }
    XUEFEN_RETURN_IF_ERROR(ledger::AdvancePositions(tx, feed, advances));
    meanwhile();
    return effect.Apply(tx, response.change);
  });
}

absl::Status CreditTest::TakeInRegistry(const Response& response) {
  return TakeIn(kRegistry, registry_, response);
}

absl::Status CreditTest::TakeInAccreditation(const Response& response) {
  return TakeIn(kAccreditation, accreditation_, response);
}

void CreditTest::Register(const std::vector<ledger::Entry>& entries,
                          absl::FunctionRef<void()> meanwhile) {
  const absl::Status status =
      TakeIn(kRegistry, registry_, registry_feed_.Write(entries), meanwhile);
  EXPECT_TRUE(status.ok()) << status;
}

std::vector<Id> CreditTest::KeptRecords(const Id& person) {
  std::vector<Id> ids;
  const absl::Status status =
      pg::TransactReadOnly(*pool_, Soon(), [&](pg::Transaction& tx) -> absl::Status {
        ids.clear();
        XUEFEN_ASSIGN_OR_RETURN(const std::vector<LearningRecord> records,
                                LoadRecords(tx, person, {rules::kFirstDay, rules::kEndOfDays}));
        for (const LearningRecord& record : records) ids.push_back(record.id);
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return ids;
}

std::vector<v1::DeterminationMade> CreditTest::Published(int bucket) {
  const auto verified = ledger::VerifyChain(*pool_, Soon(), bucket);
  EXPECT_TRUE(verified.ok()) << verified.status();
  const auto entries = ledger::ReadAfter(*pool_, Soon(), bucket, 0, 1000);
  EXPECT_TRUE(entries.ok()) << entries.status();
  std::vector<v1::DeterminationMade> published;
  for (const ledger::StoredEntry& entry : *entries) {
    EXPECT_EQ(entry.type, "DeterminationMade");
    EXPECT_EQ(entry.source, 0);
    EXPECT_EQ(entry.event_key, "");
    EXPECT_TRUE(published.emplace_back().ParseFromString(entry.body));
  }
  return published;
}

}  // namespace xuefen::credit::testing
