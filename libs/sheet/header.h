#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/sheet/sheet.h"

namespace xuefen::sheet {

// A column that a reader wants, and the names under which it occurs.
struct Column {
  absl::string_view key;  // names the column in messages, "identity_number"
  bool required = false;
  // Key of a column that makes this one unnecessary; empty for none.
  absl::string_view substitute;
  // In the form of NormaliseTitle. Where several cells of a header match, the earlier name wins.
  std::vector<absl::string_view> titles;
};

// A header row that was found, and where each wanted column is.
struct Header {
  std::size_t sheet_index = 0;
  std::size_t row_index = 0;  // in Sheet::rows
  // By index of the wanted column.
  std::vector<std::optional<std::size_t>> places;

  // The cell of the wanted column in `row`; an empty one where the sheet has no such column.
  const Cell& At(const Row& row, std::size_t column) const;
};

// A header cell as it is compared: NFKC, lower case, without white space, underscores and line
// breaks, without what stands in brackets (a unit, "required"), without asterisks and a final
// colon.
std::string NormaliseTitle(absl::string_view written);

// Finds the header by itself: the first row, of the first sheet, that names every required column
// or its substitute. Titles, blank rows and other sheets before it do not matter.
//
// If no row does: FIELD_INVALID with a violation for each column that the most similar row lacks,
// in the order of `columns`, or one saying that no row resembles a header. The same for a column
// that stands twice under one name. The messages quote titles, never data.
absl::StatusOr<Header> FindHeader(const std::vector<Sheet>& sheets,
                                  absl::Span<const Column> columns);

}  // namespace xuefen::sheet
