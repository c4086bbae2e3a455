#include "services/cli/imports/table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/roster/cells.h"
#include "libs/text/normalise.h"

namespace xuefen::cli {

absl::StatusOr<Table> ReadTable(absl::string_view bytes, absl::string_view file_name,
                                absl::Span<const sheet::Column> columns) {
  XUEFEN_ASSIGN_OR_RETURN(std::vector<sheet::Sheet> sheets, sheet::ReadSheets(bytes, file_name));
  XUEFEN_ASSIGN_OR_RETURN(sheet::Header header, sheet::FindHeader(sheets, columns));
  sheet::Sheet& sheet = sheets[header.sheet_index];
  Table table{std::move(header), sheet.epoch_1904, {}};
  for (std::size_t i = table.header.row_index + 1; i < sheet.rows.size(); ++i) {
    sheet::Row& row = sheet.rows[i];
    bool blank = true;
    for (std::size_t column = 0; column < columns.size(); ++column) {
      blank = blank && roster::IsBlank(table.header.At(row, column));
    }
    if (!blank) table.rows.push_back(std::move(row));
  }
  return table;
}

bool RowCells::IsBlank(std::size_t column) const { return roster::IsBlank(At(column)); }

std::string RowCells::Text(std::size_t column) const {
  return text::NormaliseText(At(column).text);
}

std::string RowCells::Code(std::size_t column, Reason lost) {
  const roster::Code code = roster::CodeFromCell(At(column));
  if (code.lost_digits) Fault(column, "text, not a number that lost digits", lost);
  return text::NormaliseText(code.text);
}

std::optional<Day> RowCells::DayIn(std::size_t column) {
  const std::optional<Day> day = roster::DayFromCell(At(column), table_.epoch_1904);
  if (!day.has_value() && !IsBlank(column)) Fault(column, "a day");
  return day;
}

std::optional<Hours> RowCells::HoursIn(std::size_t column) {
  const std::optional<Hours> hours = roster::HoursFromCell(At(column));
  if (!hours.has_value() && !IsBlank(column)) Fault(column, "hours with at most two places");
  return hours;
}

void RowCells::Fault(std::size_t column, absl::string_view wanted, Reason reason) {
  absl::StrAppend(&detail_, detail_.empty() ? "" : "; ", columns_[column].key, ": want ", wanted);
  const auto place = std::lower_bound(reasons_.begin(), reasons_.end(), reason);
  if (place == reasons_.end() || *place != reason) reasons_.insert(place, reason);
}

}  // namespace xuefen::cli
