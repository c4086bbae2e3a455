#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace xuefen::rules {

// Tags and statuses are paths; a path covers itself and those below it: "kind.training" covers
// "kind.training.seminar" and not "kind.trainings".
inline bool Covers(absl::string_view above, absl::string_view name) {
  // Where it would have to end first: that tells most paths apart without comparing them.
  if (name.size() < above.size()) return false;
  if (name.size() > above.size() && name[above.size()] != '.') return false;
  return absl::StartsWith(name, above);
}

inline bool CoversAny(absl::string_view above, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return Covers(above, name); });
}

// The tag of what an earlier window left over. No set declares it.
inline constexpr char kCarriedTag[] = "carried";

// "kind" of "kind.training".
inline absl::string_view FamilyOf(absl::string_view tag) { return tag.substr(0, tag.find('.')); }

}  // namespace xuefen::rules
