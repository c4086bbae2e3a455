#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/civil.h"
#include "libs/base/hours.h"
#include "libs/base/ids.h"
#include "services/statistics/domain/figures.h"

namespace xuefen::statistics {

// A division and the first day it administers a person.
struct Administration {
  Day first_day;
  std::string division;

  friend bool operator==(const Administration&, const Administration&) = default;
};

// All that is known of one person.
struct PersonState {
  std::vector<Administration> administrations;  // ascending by first day
  std::map<int, Figures> years;

  friend bool operator==(const PersonState&, const PersonState&) = default;
};

// The credit service determined a year. The records that end in it are those that report hours.
struct Determined {
  int year;
  bool met;
  std::map<KindAndSubject, HoursPair> hours;
};

// What an entry of a feed says of one person.
using Change = std::variant<Administration, Determined>;

struct PersonChange {
  Id person;
  Change change;
};

// Brings `person` up to date. A determination replaces what the last one of its year said, an
// administration one of the same first day. Changes of different feeds may come in any order: the
// person is the same in the end.
void Apply(const Change& change, PersonState& person);

}  // namespace xuefen::statistics
