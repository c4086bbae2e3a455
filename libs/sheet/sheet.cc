#include "libs/sheet/sheet.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/sheet/csv.h"
#include "libs/sheet/unreadable.h"
#include "libs/sheet/xlsx.h"
#include "libs/text/encoding.h"

namespace xuefen::sheet {
namespace {

constexpr absl::string_view kZipMagic("PK\x03\x04", 4);
// Also around an .xlsx that is protected by a password.
constexpr absl::string_view kOldOfficeMagic("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
constexpr absl::string_view kUtf8Mark("\xEF\xBB\xBF", 3);
constexpr absl::string_view kUtf16Mark("\xFF\xFE", 2);
constexpr absl::string_view kUtf16BigEndianMark("\xFE\xFF", 2);

absl::StatusOr<std::string> Decode(absl::string_view bytes) {
  std::optional<std::string> text;
  if (absl::StartsWith(bytes, kUtf16Mark) || absl::StartsWith(bytes, kUtf16BigEndianMark)) {
    text = text::Utf8FromUtf16(bytes);
  } else if (text::IsUtf8(bytes)) {
    text = std::string(absl::StripPrefix(bytes, kUtf8Mark));
  } else {
    text = text::Utf8FromGb18030(bytes);
  }
  if (!text.has_value()) return Unreadable("encoding: unknown, want UTF-8 or GB18030");
  if (text->find('\0') != std::string::npos) return Unreadable("NUL in the file, want text");
  return *std::move(text);
}

}  // namespace

const Cell& Row::At(std::size_t column) const {
  static const Cell* const empty = new Cell;
  return column < cells.size() ? cells[column] : *empty;
}

absl::StatusOr<std::vector<Sheet>> ReadSheets(absl::string_view bytes,
                                              absl::string_view file_name) {
  if (bytes.size() > kFileBytesMax) return Unreadable("file: too large, want at most 64 MiB");
  if (absl::StartsWith(bytes, kZipMagic)) return ReadXlsx(bytes);
  if (absl::StartsWith(bytes, kOldOfficeMagic)) {
    return Unreadable("file: .xls or protected by a password, want .xlsx or CSV");
  }
  if (absl::EndsWithIgnoreCase(file_name, ".xlsx")) {
    return Unreadable("file: not the content of an .xlsx");
  }
  XUEFEN_ASSIGN_OR_RETURN(const std::string text, Decode(bytes));
  std::vector<Sheet> sheets;
  XUEFEN_ASSIGN_OR_RETURN(Sheet sheet, ReadCsv(text));
  sheets.push_back(std::move(sheet));
  return sheets;
}

}  // namespace xuefen::sheet
