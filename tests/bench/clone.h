#pragma once

#include <string>
#include <vector>

#include "tests/bench/database.h"

namespace xuefen::bench {

// Tables like the registry's ledger and claims, with the same indexes and, after each measurement,
// the same rows: what the anchors write into.
class Clone {
 public:
  // Makes them equal to the registry's.
  explicit Clone(const std::string& conninfo);

  // Remembers where the registry stands: what is written from here on is the next measurement's.
  void Mark();

  // Rows written since the mark.
  struct Rows {
    std::vector<std::string> ledger;
    std::vector<std::string> claims;
  };
  Rows NewRows() const;
  // The same as one row for both tables, in the order of InsertOneByOne's parameters.
  std::vector<std::vector<std::string>> NewPairs() const;

  // Seconds that binary COPY takes for `rows`: two sessions, 50,000 rows to a transaction.
  double CopyIn(const Rows& rows) const;

  // Seconds that single inserts into both tables take, each a prepared statement and a commit of
  // its own, on 32 sessions.
  double InsertOneByOne(const std::vector<std::vector<std::string>>& pairs) const;

 private:
  const std::string conninfo_;
  const Session session_;
};

}  // namespace xuefen::bench
