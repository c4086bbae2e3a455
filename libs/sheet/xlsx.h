#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/sheet/sheet.h"

namespace xuefen::sheet {

// The visible worksheets of an .xlsx (ECMA-376), in the order of the workbook. Formulas give the
// value that was saved with them; phonetic readings are left out.
absl::StatusOr<std::vector<Sheet>> ReadXlsx(absl::string_view bytes);

}  // namespace xuefen::sheet
