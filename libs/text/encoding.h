#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace xuefen::text {

// Whether `bytes` are well-formed UTF-8: no overlong forms, no surrogates, nothing cut off.
bool IsUtf8(absl::string_view bytes);

// `bytes` in UTF-8, read as GB18030, the superset of GBK in which Chinese editions of spreadsheet
// programs save CSV. Nothing when some bytes are no GB18030.
std::optional<std::string> Utf8FromGb18030(absl::string_view bytes);

// The same for UTF-16, little-endian unless a byte order mark says otherwise.
std::optional<std::string> Utf8FromUtf16(absl::string_view bytes);

}  // namespace xuefen::text
