#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "libs/roster/completion.h"

namespace xuefen::roster {

// The words of rosters, in any spelling that NFKC, lower case and the removal of white space unite.

// Nothing for a word that names neither subject.
std::optional<Subject> SubjectFromWord(absl::string_view word);

// Nothing for a word that names no kind.
std::optional<Kind> KindFromWord(absl::string_view word);

// kNotStated for a word that is neither a pass nor a failure, a score among them: which score
// passes is for whoever examined to say.
Assessment AssessmentFromWord(absl::string_view word);

}  // namespace xuefen::roster
