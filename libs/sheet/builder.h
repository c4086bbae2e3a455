#pragma once

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/sheet/sheet.h"

namespace xuefen::sheet {

// What the cells of one file have used of the limits; shared by its sheets.
struct Usage {
  std::size_t cells = 0;
  std::size_t text_bytes = 0;
};

// Puts a sheet together and refuses to grow beyond the limits.
class Builder {
 public:
  // `usage` outlives the builder.
  Builder(std::string name, bool epoch_1904, Usage& usage);

  // Rows come in ascending order.
  void BeginRow(int line);

  // The cell of that column, from 0, in ascending order. Empty text is no cell.
  absl::Status Add(std::size_t column, absl::string_view text, CellKind kind);

  // The sheet without rows that got no cell. The builder is spent.
  Sheet Finish();

 private:
  void DropEmptyRow();

  Sheet sheet_;
  Usage& usage_;
};

}  // namespace xuefen::sheet
