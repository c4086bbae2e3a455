#include "services/statistics/storage/multi_row.h"

#include <iterator>
#include <pqxx/pqxx>
#include <utility>

#include "absl/strings/str_cat.h"

namespace xuefen::statistics {
namespace {

// PostgreSQL takes 65,535 parameters; a few thousand are as fast.
constexpr std::size_t kRowsMax = 500;

}  // namespace

void MultiRow::Add(std::vector<std::string> row) {
  values_.insert(values_.end(), std::make_move_iterator(row.begin()),
                 std::make_move_iterator(row.end()));
  if (values_.size() == kRowsMax * columns_) Finish();
}

void MultiRow::Finish() {
  if (values_.empty()) return;
  tx_.Exec(Sql(), pqxx::prepare::make_dynamic_params(values_));
  values_.clear();
}

std::string MultiRow::Sql() const {
  std::string sql = absl::StrCat(insert_, " VALUES ");
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const bool first_of_row = i % columns_ == 0;
    absl::StrAppend(&sql, first_of_row ? (i == 0 ? "(" : "), (") : ", ", "$", i + 1);
  }
  absl::StrAppend(&sql, ") ", on_conflict_);
  return sql;
}

}  // namespace xuefen::statistics
