#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/pg/transaction.h"

namespace xuefen::statistics {

// Writes many rows with few statements: INSERT .. VALUES with many rows, which a sharded table
// takes far faster than INSERT .. SELECT. Values are parameters in text form, typed by their
// columns.
//
//   MultiRow rows(tx, "INSERT INTO t (a, b)", 2, "ON CONFLICT (a) DO NOTHING");
//   for (...) rows.Add({absl::StrCat(a), b});
//   rows.Finish();
class MultiRow {
 public:
  // `insert` and `on_conflict` are constants of the caller.
  MultiRow(pg::Transaction& tx, absl::string_view insert, int columns,
           absl::string_view on_conflict)
      : tx_(tx),
        insert_(insert),
        columns_(static_cast<std::size_t>(columns)),
        on_conflict_(on_conflict) {}

  // One row. No two rows may have the same key.
  void Add(std::vector<std::string> row);

  // Writes what is left.
  void Finish();

 private:
  std::string Sql() const;

  pg::Transaction& tx_;
  const std::string insert_;
  const std::size_t columns_;
  const std::string on_conflict_;
  std::vector<std::string> values_;
};

}  // namespace xuefen::statistics
