#pragma once

// What a question comes to for all people of one context: a table from days and shapes to amounts,
// and the ceilings over them. Internal to Batch.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "libs/rules/determination.h"
#include "libs/rules/model.h"
#include "libs/rules/population.h"

namespace xuefen::rules {

inline constexpr std::size_t kMetersMax = 4;
inline constexpr std::size_t kLanesMax = 16;

// What one shape is worth on the days of one era: min(times * centi + plus, at_most) units of the
// grid, and where that counts.
struct alignas(64) RowRule {
  std::int64_t times = 0;
  std::int64_t plus = 0;
  std::int64_t at_most = 0;
  std::array<std::int64_t, kMetersMax> in{};  // by meter: -1 (all bits) where it counts, else 0
  std::uint8_t lane = 0;
  bool pooled = false;      // bounded on each day
  bool spans = false;       // whether records of several days are worth the same
  bool unreadable = false;  // a person who has it is answered record by record

  friend bool operator==(const RowRule&, const RowRule&) = default;
};

struct Plan {
  static constexpr std::uint16_t kUnreadable = 0;  // rules of every plan
  static constexpr std::uint16_t kWorthNothing = 1;

  // Why nobody of this context can be answered by the table; empty if they can.
  std::string obstacle;

  // The window, and its days by era.
  std::int32_t first_day = 0;
  std::int32_t days = 0;
  std::vector<std::uint8_t> era_of_day;
  std::vector<std::int64_t> capacity_before;  // of the pool, on all days before each day
  std::vector<RowRule> rules;                 // the different ones
  std::vector<std::uint16_t> rule_of;         // by era and shape
  std::size_t shapes = 0;

  // Meter 0 counts everything. Lanes hold what is under the same ceilings.
  std::size_t meters = 1;
  std::size_t lanes = 1;
  std::vector<std::uint8_t> pooled_lanes;

  // Ceilings, inner before outer. Over a watched one nobody may be: it crosses others, or its cap
  // depends on when hours were recognised.
  struct Cap {
    std::int64_t at_most = 0;
    bool watched = false;
    std::vector<std::uint8_t> lanes;
  };
  std::vector<Cap> caps;

  // Whether what requirements count is nested, so that meeting each is meeting all.
  bool nested = true;

  struct Asked {
    RequirementResult without_records;
    bool owed = false;
    std::size_t meter = 0;
    std::int64_t at_least = 0;  // units of the grid
  };
  std::vector<Asked> asked;
  std::vector<Verdict> verdicts;  // by the set of those of `asked` that are met, as bits
  std::int64_t grid = 100;
};

// Compiles by asking Admit, Divide, Gather and Evaluate what they say of one record of each shape
// in each era, and of nobody's records; a plan is complete or it names its obstacle.
Plan CompilePlan(const std::shared_ptr<const Book>& book, const Question& question,
                 const Population::Context& context, const std::vector<Population::Shape>& shapes);

}  // namespace xuefen::rules
