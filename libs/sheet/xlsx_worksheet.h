#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/sheet/builder.h"
#include "libs/sheet/xlsx_parts.h"

namespace xuefen::sheet {

// Adds the rows of a worksheet part to `builder`. MESSAGE_UNREADABLE when rows or cells are out of
// order, a cell points to a shared string that does not exist, or a limit is exceeded.
absl::Status ParseWorksheet(absl::string_view xml, const std::vector<std::string>& shared_strings,
                            const DateStyles& styles, Builder& builder);

}  // namespace xuefen::sheet
