#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/refusal.h"

namespace xuefen::sheet {

// How every reader here says that a file cannot be read.
inline absl::Status Unreadable(absl::string_view message) {
  return Refusal(Reason::MESSAGE_UNREADABLE, message);
}

}  // namespace xuefen::sheet
