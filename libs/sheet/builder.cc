#include "libs/sheet/builder.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/sheet/unreadable.h"

namespace xuefen::sheet {

Builder::Builder(std::string name, bool epoch_1904, Usage& usage) : usage_(usage) {
  sheet_.name = std::move(name);
  sheet_.epoch_1904 = epoch_1904;
}

void Builder::BeginRow(int line) {
  DropEmptyRow();
  sheet_.rows.emplace_back();
  sheet_.rows.back().line = line;
}

absl::Status Builder::Add(std::size_t column, absl::string_view text, CellKind kind) {
  if (text.empty()) return absl::OkStatus();
  Row& row = sheet_.rows.back();
  if (column >= kColumnsMax) {
    return Unreadable(absl::StrCat("line ", row.line, ": too many columns, want at most 1024"));
  }
  if (text.size() > kCellBytesMax) {
    return Unreadable(absl::StrCat("line ", row.line, ": a cell too long, want at most 32 KiB"));
  }
  usage_.cells += column + 1 - row.cells.size();
  usage_.text_bytes += text.size();
  if (usage_.cells > kCellsMax) return Unreadable("too many cells, want at most 2 million");
  if (usage_.text_bytes > kTextBytesMax) return Unreadable("too much text, want at most 64 MiB");
  row.cells.resize(column + 1);
  row.cells[column] = Cell{std::string(text), kind};
  return absl::OkStatus();
}

Sheet Builder::Finish() {
  DropEmptyRow();
  return std::move(sheet_);
}

void Builder::DropEmptyRow() {
  if (!sheet_.rows.empty() && sheet_.rows.back().cells.empty()) sheet_.rows.pop_back();
}

}  // namespace xuefen::sheet
