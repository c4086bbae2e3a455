#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace xuefen::sheet {

// Tables as people exchange them, read into text. Nothing is interpreted: a number keeps the digits
// that the file has.

enum class CellKind {
  kText,
  kNumber,  // .xlsx only
  kDate,    // .xlsx only: a number that is shown as a date, in days of the sheet's epoch
};

struct Cell {
  std::string text;  // well-formed UTF-8
  CellKind kind = CellKind::kText;
};

struct Row {
  int line =
      0;  // the line of the file where the row begins, or the row number of the sheet, from 1
  std::vector<Cell> cells;

  // The cell of that column, or an empty one.
  const Cell& At(std::size_t column) const;
};

struct Sheet {
  std::string name;         // empty for CSV
  bool epoch_1904 = false;  // day 0 is 1904-01-01, not the usual 1899-12-30
  std::vector<Row> rows;    // those with any text in them, in order
};

// What one file may hold. More is refused, before memory is spent on it.
inline constexpr std::size_t kFileBytesMax = std::size_t{64} << 20;
inline constexpr std::size_t kInflatedBytesMax = std::size_t{64} << 20;  // of all parts of an .xlsx
inline constexpr std::size_t kTextBytesMax = std::size_t{64} << 20;      // of all cells
inline constexpr std::size_t kCellsMax = 2'000'000;  // gaps before a row's last cell included
inline constexpr std::size_t kColumnsMax = 1024;
inline constexpr std::size_t kCellBytesMax = std::size_t{32} << 10;

// The visible sheets of an .xlsx, or the one table of a text file: CSV with comma, semicolon or
// tab, in UTF-8, GB18030, or UTF-16 with its byte order mark; quoted fields as in RFC 4180; any
// line ends. The content tells which it is; `file_name` only helps to say what is wrong.
//
// A file that is damaged, too large or neither gives MESSAGE_UNREADABLE, never part of its rows.
// The message names places, not contents.
absl::StatusOr<std::vector<Sheet>> ReadSheets(absl::string_view bytes, absl::string_view file_name);

}  // namespace xuefen::sheet
