#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/sheet/sheet.h"

namespace xuefen::sheet {

// The table of a text in UTF-8. The separator is whichever of comma, semicolon and tab some early
// line has most of. A field that begins with a quote ends with one; a quote that is never closed,
// or closed in the middle of a field, is an error, because it would swallow rows. ="…", by which
// programs keep a spreadsheet from reading digits as a number, is taken off.
absl::StatusOr<Sheet> ReadCsv(absl::string_view text);

}  // namespace xuefen::sheet
