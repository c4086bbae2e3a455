#pragma once

#include "absl/strings/string_view.h"
#include "libs/base/reason_text.h"

namespace xuefen::cli {

// The words of `language`. Chinese and English stand side by side where they are said, so that
// neither is forgotten.
inline absl::string_view Say(Language language, absl::string_view chinese,
                             absl::string_view english) {
  return language == Language::kChinese ? chinese : english;
}

}  // namespace xuefen::cli
