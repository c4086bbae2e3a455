#include "libs/rules/window_share.h"

#include <algorithm>

namespace xuefen::rules {
namespace {

constexpr char kDividedByDay[] = "divided by day at the edge of the window";
constexpr char kOtherDays[] = "days outside the window";
constexpr char kByLastDay[] = "counts in the window of its last day";

DayRange Common(const DayRange& a, const DayRange& b) {
  return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

std::int64_t Measured(const Item& item) {
  std::int64_t measured = 0;
  for (const Piece& piece : item.pieces) measured += piece.measured;
  return measured;
}

// A span over an edge, of which it is not known what was done on which day.
void DivideSpan(const Plan& plan, Item& item, const DayRange& span) {
  Piece& piece = item.pieces.front();
  const DayRange inside = Common(span, *plan.window);
  const bool by_day = plan.crossing == Crossing::kByDay;
  const std::int64_t before = item.Amount();
  if (by_day) {
    piece.measured = ShareByDay(piece.measured, span, inside);
    piece.amount = ShareByDay(piece.amount, span, inside);
  } else if (!plan.window->Contains(span.last)) {
    piece.measured = piece.amount = 0;
  }
  piece.days = Common(piece.days, *plan.window);
  if (piece.days.first > piece.days.last) piece.amount = 0;
  const std::int64_t after = item.Amount();
  AddStep(plan, item, Step::kWindow, &plan.window_by->citation, before, after, "",
          by_day ? kDividedByDay : kByLastDay);
}

}  // namespace

std::int64_t ShareByDay(std::int64_t amount, const DayRange& span, const DayRange& days) {
  const std::int64_t length = span.last - span.first + 1;
  const std::int64_t from = days.first - span.first;
  const std::int64_t count = days.last - days.first + 1;
  return amount / length * count + std::clamp<std::int64_t>(amount % length - from, 0, count);
}

void KeepWindowShare(const Plan& plan, Item& item) {
  const Record& record = *item.record;
  const DayRange span{record.first, record.last};
  if (plan.window->Contains(span.first) && plan.window->Contains(span.last)) return;
  if (!record.days.empty()) {
    const std::int64_t before = item.Amount();
    std::erase_if(item.pieces,
                  [&](const Piece& piece) { return !plan.window->Contains(piece.days.first); });
    AddStep(plan, item, Step::kWindow, &plan.window_by->citation, before, item.Amount(), "",
            kOtherDays);
    return;
  }
  if (plan.crossing == Crossing::kRefuse) {
    item.result.reason = kBreakdownNeeded;
    AddStep(plan, item, Step::kWindow, &plan.window_by->citation, Measured(item), 0,
            kBreakdownNeeded);
    item.pieces.clear();
    return;
  }
  DivideSpan(plan, item, span);
  if (item.pieces.front().amount == 0) item.pieces.clear();
}

}  // namespace xuefen::rules
