#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/rules/model.h"

namespace xuefen::rules {

// What a predicate is asked about.
struct Ground {
  const PersonContext& person;
  const Question& question;
  std::optional<DayRange> window = std::nullopt;
  std::int64_t window_index = 0;                   // which window of its kind, from 1
  const Record* record = nullptr;                  // null where a person alone is asked about
  const std::vector<std::string>* tags = nullptr;  // the record's, with defaults filled
  std::set<std::string>* unknown = nullptr;        // if set, collects events that are not recorded
  std::set<std::string>* missing = nullptr;  // if set, collects quantities that are not reported
};

// Whether all that `when` asks for holds. What rests on an event that is not recorded does not, and
// neither does its opposite.
bool Holds(const When& when, const Ground& ground);

// A quantity for want of which the test is not decided either way, if there is one.
std::optional<std::string> MissingQuantity(const When& when, const Ground& ground);

// The value of a number; nothing where what it is about is not recorded. Quantities are in
// hundredths.
std::optional<std::int64_t> ValueOf(const Num& num, const Ground& ground);

// Whether the tags that `when` asks for are there; its other fields are not read.
bool TagsHold(const When& when, const std::vector<std::string>& tags);

// Whether every record that satisfies the tags of `b` satisfies those of `a`; and whether no record
// can satisfy both, given the families of which a record has at most one tag.
bool TagsCover(const When& a, const When& b);
bool TagsExclude(const When& a, const When& b, const Names& names);

}  // namespace xuefen::rules
