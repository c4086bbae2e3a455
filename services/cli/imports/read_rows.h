#pragma once

#include <utility>

#include "libs/base/status_macros.h"
#include "services/cli/imports/rows.h"
#include "services/cli/imports/table.h"

namespace xuefen::cli {

// The rows of a file, each as `read(RowCells&, ImportRow<Item>&)` fills it.
template <typename Item, typename Read>
absl::StatusOr<ImportRows<Item>> ReadRows(absl::string_view bytes, absl::string_view file_name,
                                          absl::Span<const sheet::Column> columns, Read read) {
  XUEFEN_ASSIGN_OR_RETURN(const Table table, ReadTable(bytes, file_name, columns));
  ImportRows<Item> rows;
  for (const sheet::Row& source : table.rows) {
    ImportRow<Item>& row = rows.emplace_back();
    row.row = static_cast<int>(rows.size());
    row.line = source.line;
    RowCells cells(table, columns, source);
    read(cells, row);
    row.faults = cells.reasons();
    row.detail = cells.detail();
  }
  return rows;
}

}  // namespace xuefen::cli
