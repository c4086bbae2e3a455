#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/base/civil.h"
#include "libs/base/hours.h"
#include "libs/base/refusal.h"
#include "libs/sheet/header.h"
#include "libs/sheet/sheet.h"

namespace xuefen::cli {

// The rows below the header of a table that is to be imported.
struct Table {
  sheet::Header header;
  bool epoch_1904 = false;
  std::vector<sheet::Row> rows;  // those with anything in a wanted column
};

// Finds the table in a file in the forms of sheet::ReadSheets. Fails as ReadSheets and FindHeader.
absl::StatusOr<Table> ReadTable(absl::string_view bytes, absl::string_view file_name,
                                absl::Span<const sheet::Column> columns);

// The cells of one row as values, and what could not be made out of them. A blank cell is an absent
// value and no fault: whether it may be absent is for the service to say.
class RowCells {
 public:
  // All outlive this.
  RowCells(const Table& table, absl::Span<const sheet::Column> columns, const sheet::Row& row)
      : table_(table), columns_(columns), row_(row) {}

  bool IsBlank(std::size_t column) const;
  // Normalised.
  std::string Text(std::size_t column) const;
  // A text that may have been typed as a number. A number that lost digits is a fault, `lost`.
  std::string Code(std::size_t column, Reason lost = Reason::FIELD_INVALID);
  std::optional<Day> DayIn(std::size_t column);
  std::optional<Hours> HoursIn(std::size_t column);

  // The value that `read` makes of the text, optional; `wanted` says in English what was wanted of
  // a text that it makes nothing of.
  template <typename Read>
  auto Word(std::size_t column, Read read, absl::string_view wanted) {
    auto value = read(Text(column));
    if (!value.has_value() && !IsBlank(column)) Fault(column, wanted);
    return value;
  }

  // Each once, in deciding order, and in words: "first_day: want a day".
  std::vector<Reason> reasons() const { return reasons_; }
  const std::string& detail() const { return detail_; }

 private:
  const sheet::Cell& At(std::size_t column) const { return table_.header.At(row_, column); }
  void Fault(std::size_t column, absl::string_view wanted, Reason reason = Reason::FIELD_INVALID);

  const Table& table_;
  const absl::Span<const sheet::Column> columns_;
  const sheet::Row& row_;
  std::vector<Reason> reasons_;
  std::string detail_;
};

}  // namespace xuefen::cli
