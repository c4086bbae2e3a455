#pragma once

#include <optional>

#include "libs/base/bytes.h"
#include "libs/pg/transaction.h"

// Rows of laws. Everything here runs inside the caller's transaction.
namespace xuefen::credit {

// A law by which determinations are made: the rule sets and the engine's meaning together.
struct LawRow {
  int number = 0;         // in order of coming into service
  Sha256Digest digest{};  // equal exactly when the laws are
  bool applied = false;   // what was determined by others is determined anew
};

// Until the transaction ends no law comes into service. Many may hold it so.
void HoldLaws(pg::Transaction& tx);

// Waits for them; until the transaction ends nobody else holds them.
void LockLaws(pg::Transaction& tx);

// The law in service: the last one. Nothing before the first.
std::optional<LawRow> FindLawInService(pg::Transaction& tx);

void InsertLaw(pg::Transaction& tx, const LawRow& law);
void MarkApplied(pg::Transaction& tx, int number);

}  // namespace xuefen::credit
