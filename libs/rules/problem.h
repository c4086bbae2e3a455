#pragma once

// What a window comes to, as a question of how much of each part of a record can be kept. Amounts
// are in units of the grid.

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "libs/rules/admit.h"

namespace xuefen::rules {

// A piece of a record that counts in the window.
struct Share {
  std::size_t item = 0;  // index of its record
  const Piece* piece = nullptr;
  DayRange days;
  std::int64_t amount = 0;
  int rank = 0;       // its class in the keep order
  bool gone = false;  // it is kept, and counts in the window before: here it only takes up room
};

// An earlier ceiling of the same window, in force up to `until`.
struct EarlierCap {
  Day until;
  std::int64_t cap = 0;
};

// A bound on the sum of some shares.
struct Ceiling {
  const Provision* by = nullptr;
  Step step = Step::kWindowCap;
  std::int64_t cap = 0;
  std::optional<Ratio> share_of_all;  // instead of a cap
  std::vector<std::size_t> all;       // those of which it is a share, ascending
  std::vector<std::size_t> members;   // ascending
  std::vector<EarlierCap> earlier;    // read only where hours once recognised are kept
};

// A stretch of days on which every day holds `cap`.
struct Capacity {
  DayRange days;
  std::int64_t cap = 0;
  const Provision* by = nullptr;
};

// Stretches of days, ascending. Nearly always there is one.
using Stretches = absl::InlinedVector<DayRange, 1>;

// A ceiling for each day, over shares that may be placed on any of their days.
struct DayPool {
  std::vector<Capacity> capacities;  // ascending; days outside are not bounded
  struct Member {
    std::size_t share = 0;
    Stretches under;  // those of its days that it is bounded on
  };
  std::vector<Member> members;
};

struct Problem {
  std::int64_t grid = 100;
  std::vector<Share> shares;  // in the order in which they are kept
  std::vector<Ceiling> ceilings;
  std::vector<DayPool> pools;
  int ranks = 1;
  bool fixed_order = false;  // the law itself orders the cutting
};

// What counts towards a requirement: the shares of each part, up to the part's ceiling.
struct Meter {
  struct Counted {
    std::vector<std::size_t> shares;  // ascending
    std::optional<std::int64_t> at_most;
  };
  std::vector<Counted> parts;

  // Whether no part has a ceiling: what is counted is then the sum of the shares in any part.
  bool IsSum() const;
};

}  // namespace xuefen::rules
