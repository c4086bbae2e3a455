#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/bytes.h"
#include "libs/base/ids.h"
#include "libs/pg/transaction.h"

// Rows of determinations. Everything here runs inside the caller's transaction.
namespace xuefen::credit {

// A determination to be kept. `body` is a xuefen.credit.v1.Determination.
struct DeterminationRow {
  Id person;
  int year = 0;
  Sha256Digest
      receipt{};  // equal for two rows of one person and year exactly when they say the same
  std::string body;
};

// Keeps the rows, and returns which of them say something new: there was none before, or one with
// another receipt. Each person and year at most once among `rows`.
absl::StatusOr<std::vector<std::pair<Id, int>>> PutDeterminations(
    pg::Transaction& tx, const std::vector<DeterminationRow>& rows);

std::optional<std::string> FindDetermination(pg::Transaction& tx, const Id& person, int year);

// All years of a person, ascending, with their bodies.
std::vector<std::pair<int, std::string>> ListDeterminations(pg::Transaction& tx, const Id& person);

}  // namespace xuefen::credit
