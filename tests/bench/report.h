#pragma once

#include <string>
#include <vector>

namespace xuefen::bench {

// Two measurements made one after the other: what the suite reached, and what it is compared with.
struct Pair {
  double ours = 0;
  double anchor = 0;
};

// What was measured of one goal.
struct Finding {
  std::string goal;  // "A", or "B-insert" where a goal has two anchors
  std::string what;
  std::string unit;
  std::vector<Pair> pairs;
  std::string note;  // latencies and the like; may be empty
};

// Medians of the pairs, the ratio being the median of their ratios.
struct Figures {
  double ours = 0;
  double anchor = 0;
  double ratio = 0;
  double ratio_min = 0;
  double ratio_max = 0;
};
Figures FiguresOf(const Finding& finding);

// For people: a table with medians, and the raw figures under each line.
void Print(const std::vector<Finding>& findings);

// For programs: a list of {goal, ratio, ours, anchor, unit}, added to what `path` already holds.
void AppendJson(const std::vector<Finding>& findings, const std::string& path);

}  // namespace xuefen::bench
