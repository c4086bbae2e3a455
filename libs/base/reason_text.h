#pragma once

#include "absl/strings/string_view.h"
#include "libs/base/refusal.h"

namespace xuefen {

enum class Language { kChinese, kEnglish };

// One sentence for the person in front of the screen: what is wrong and, where it helps, what to
// do. Chinese goes out with every error (LocalizedMessage, zh-CN); the command line offers both.
absl::string_view ReasonText(Reason reason, Language language);

}  // namespace xuefen
