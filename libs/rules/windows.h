#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "libs/rules/model.h"

namespace xuefen::rules {

// A window: which one it is, counted from 1, and its days. `from` is the first of the windows that
// it joins, itself unless it is the last few of others.
struct WindowAt {
  std::int64_t from = 1;
  std::int64_t index = 1;
  DayRange days;
};

// The windows of one provision for one person. Edges are counted from one anchor, never from edge
// to edge. Windows that join others are asked for by those they join.
class Windows {
 public:
  Windows(const Window& window, const PersonContext& person);

  // The window that holds the day, when all windows begin `shift` months later. None before the
  // first, outside the stretches of a status, or when the event is not recorded.
  std::optional<WindowAt> At(Day day, int shift = 0) const;

  // The last day before the next window, for a day that lies in none.
  Day GapEnd(Day day, int shift = 0) const;

  // The window of that index, if there is one.
  std::optional<WindowAt> Number(std::int64_t index, int shift = 0) const;

 private:
  Day Start(std::int64_t index, int shift) const;

  std::optional<Day> anchor_;  // where window 1 begins
  std::vector<int> leading_;   // lengths of the first windows
  int months_ = 0;
  bool open_start_ = false;          // whether there are windows before the anchor
  std::vector<DayRange> stretches_;  // instead of an anchor
  // What At found last: most records of a person lie in one window.
  mutable std::optional<WindowAt> recent_;
  mutable int recent_shift_ = 0;
};

}  // namespace xuefen::rules
