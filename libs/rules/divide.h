#pragma once

#include "libs/rules/admit.h"

namespace xuefen::rules {

// Spreads the item over several years where a rule says so.
void SpreadOut(const Law& law, Item& item);

// Divides the pieces at the edges of windows and notes which window of each kind they count in.
// Afterwards no piece lies in two windows of a kind. A record whose window asks for its daily
// breakdown is refused.
void Divide(const Law& law, Item& item);

// Whether the piece counts in that window.
bool CountsIn(const Law& law, const Piece& piece, std::size_t kind, const WindowAt& window);

// The part of `amount` that falls on `days` when it is spread over `span` in equal whole units, the
// remainder on the earliest days. `days` lies inside `span`.
std::int64_t ShareByDay(std::int64_t amount, const DayRange& span, const DayRange& days);

}  // namespace xuefen::rules
