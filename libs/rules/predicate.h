#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/rules/model.h"

namespace xuefen::rules {

// What a predicate is asked about.
struct Ground {
  const PersonContext& person;
  absl::string_view purpose;
  std::optional<DayRange> window;
  const Record* record = nullptr;                  // null where a person alone is asked about
  const std::vector<std::string>* tags = nullptr;  // the record's, with defaults filled
};

// Whether all that `when` asks for holds. A test on something absent is false.
bool Holds(const When& when, const Ground& ground);

// Whether the tags that `when` asks for are there; its other fields are not read.
bool TagsHold(const When& when, const std::vector<std::string>& tags);

// Whether a minimum that counts `count` counts exactly the first classes of a keep order, however
// many. Then the kept amounts are the most it can have.
bool IsFirstPart(const std::vector<When>& count, const std::vector<When>& first);

// Whether every record that satisfies the tags of `b` satisfies those of `a`; and whether no record
// can satisfy both, given the families of which a record has at most one tag.
bool TagsCover(const When& a, const When& b);
bool TagsExclude(const When& a, const When& b, const Names& names);

}  // namespace xuefen::rules
