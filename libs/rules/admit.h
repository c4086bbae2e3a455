#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libs/rules/amount.h"
#include "libs/rules/determination.h"
#include "libs/rules/law.h"

namespace xuefen::rules {

// A part of a record that may be placed on any of its days. Amounts are in units of the grid.
struct Piece {
  DayRange days;              // those on which it is recognised
  DayRange span;              // those of the record that it stands for
  Day end;                    // the last day of the record
  std::int64_t measured = 0;  // before any ceiling
  std::int64_t amount = 0;
  std::vector<std::optional<std::int64_t>> homes;  // by kind of window, the one it counts in
};

// A record on its way through the rules, in one unit.
struct Item {
  const Record* record = nullptr;
  Choice choice;                     // between sets of one rank
  std::vector<Piece> pieces;         // empty when it was refused
  const Era* era = nullptr;          // that of its first recognised day; null when it was refused
  std::vector<DayRange> recognised;  // the days on which a rule recognises it, apart and ascending
  bool has_peers = false;            // others of the same key were weighed against it
  bool moved = false;   // it counts in another window than it was done in, carried or made up
  int age = 0;          // over how many windows it was carried
  RecordResult result;  // unit, tags, reason and path as far as they are known

  std::int64_t Amount() const;
  std::int64_t Measured() const;
};

// What predicates are asked about for an item.
Ground GroundOf(const Law& law, const Item& item, const std::optional<WindowAt>& window = {});

// Takes a record through gates, measures and ceilings of single records. One item for each unit
// that measures it; one without pieces where it is refused.
std::vector<Item> Admit(const Law& law, const References& references, const Record& record);

// Leaves the amount of one record of each group that counts only once. `items` is in order of ids.
void RemoveRepeats(const Law& law, std::vector<Item>& items);

// Takes pieces from the end until no more than `cap` is left. Returns whether anything went.
bool CutToCap(std::vector<Piece>& pieces, std::int64_t cap);

// Appends a step to the path that left `after` of `before` units.
void AddStep(const Law& law, Item& item, Step step, const Citation* by, std::int64_t before,
             std::int64_t after, std::string reason = {}, std::string detail = {});

}  // namespace xuefen::rules
