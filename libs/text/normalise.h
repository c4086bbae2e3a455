#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace xuefen::text {

// How text is compared. All take UTF-8, put U+FFFD for ill-formed bytes, and change nothing when
// applied a second time. Blank means white space or invisible: no-break and ideographic spaces,
// line breaks, byte order marks, zero-width and direction marks.

// NFKC (full-width forms become half-width), without blanks at both ends.
std::string NormaliseText(std::string written);

// NFKC without any blank.
std::string NormaliseCompact(std::string written);

// A person's name: NormaliseText; inner white space is one space, and none between two Chinese
// characters or around the dot of a name (王　燕 is padded for print, not another name); every
// middle dot is ·, and so is a full stop between two Chinese characters.
std::string NormaliseName(std::string written);

// The number of characters (code points) of well-formed `text`.
std::size_t Length(absl::string_view text);

// Whether a control character (U+0000 to U+001F, U+007F to U+009F) stands in well-formed `text`.
bool HasControl(absl::string_view text);

}  // namespace xuefen::text
