#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libs/rules/plan.h"

namespace xuefen::rules {

// A part of a record that may be placed on any of its days. Amounts are in units of the grid.
struct Piece {
  DayRange days;
  std::int64_t measured = 0;  // before any ceiling
  std::int64_t amount = 0;
};

// A record on its way through the rules.
struct Item {
  const Record* record = nullptr;
  std::vector<Piece> pieces;         // empty when it was refused
  const Era* era = nullptr;          // that of its first recognised day; null when it was refused
  std::vector<DayRange> recognised;  // the days on which a rule recognises it, apart and ascending
  bool has_peers = false;            // others of the same key were weighed against it
  RecordResult result;               // tags, reason and path as far as they are known

  std::int64_t Amount() const;
};

// Takes a record through gates, measure and ceilings of single records.
Item Admit(const Plan& plan, const Question& question, const PersonContext& person,
           const Record& record);

// Leaves the amount of one record of each group that counts only once. `items` is in order of ids.
void RemoveRepeats(const Plan& plan, const Question& question, const PersonContext& person,
                   std::vector<Item>& items);

// Takes pieces from the end until no more than `cap` is left. Returns whether anything went.
bool CutToCap(std::vector<Piece>& pieces, std::int64_t cap);

// Appends a step to the path that left `after` of `before` units.
void AddStep(const Plan& plan, Item& item, Step step, const Citation* by, std::int64_t before,
             std::int64_t after, std::string reason = {}, std::string detail = {});

}  // namespace xuefen::rules
