#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/ledger/entry.h"
#include "libs/pg/pool.h"
#include "tests/support/postgres_fixture.h"

namespace xuefen::ledger {

// A database whose schema `registry` has a ledger.
class LedgerTest : public PostgresTest {
 protected:
  LedgerTest();

  // Far enough away for any test that works.
  static absl::Time Soon();

  // Appends in a transaction of its own.
  absl::StatusOr<std::vector<Outcome>> Append(const std::vector<Entry>& entries);

  // Sum of the heads, rows of the ledger and rows of the claims: they agree unless something is
  // lost.
  void ExpectEntries(int count);
  // Every bucket is gap-free and its chain holds.
  void ExpectWhole();

  const std::unique_ptr<pg::Pool> pool_ = ServicePool("registry");
};

// An entry whose content is `content`.
Entry MakeEntry(int bucket, const std::string& event_key, const std::string& content = "same",
                std::int32_t source = 7);

}  // namespace xuefen::ledger
