#include "libs/rules/windows.h"

#include <algorithm>

#include "libs/rules/calendar.h"
#include "libs/rules/grid.h"
#include "libs/rules/names.h"

namespace xuefen::rules {
namespace {

Day Aligned(Day event, Align align) {
  const absl::CivilMonth month(event);
  const absl::CivilYear year(event);
  switch (align) {
    case Align::kExact: return event;
    case Align::kMonthStart: return Day(month);
    case Align::kAfterMonthEnd: return Day(month + 1);
    case Align::kYearStart: return Day(year);
    case Align::kAfterYearEnd: return Day(year + 1);
  }
  return event;
}

// Of each stretch so many months, from its first day on, and what is left.
std::vector<DayRange> Divided(const std::vector<DayRange>& stretches, int months) {
  std::vector<DayRange> parts;
  for (const DayRange& stretch : stretches) {
    for (std::int64_t i = 0; i < kWindowsMax; ++i) {
      const DayRange part{AddMonths(stretch.first, i * months),
                          std::min(AddMonths(stretch.first, (i + 1) * months) - 1, stretch.last)};
      if (part.first > stretch.last) break;
      parts.push_back(part);
    }
  }
  return parts;
}

// The days on which the person has the status, in stretches that share no day. Of two that overlap
// the later keeps the common days if it renews the earlier, which ends then; otherwise the earlier.
std::vector<DayRange> StretchesOf(const Window& window, const PersonContext& person) {
  const std::string& name = window.name;
  std::vector<DayRange> stretches;
  for (const Status& status : person.statuses) {
    if (Covers(name, status.name)) stretches.push_back(RangeOf(status.period));
  }
  std::sort(stretches.begin(), stretches.end(), [](const DayRange& a, const DayRange& b) {
    return a.first != b.first ? a.first < b.first : a.last < b.last;
  });
  std::vector<DayRange> apart;
  for (DayRange stretch : stretches) {
    if (window.renewed && !apart.empty()) {
      apart.back().last = std::min(apart.back().last, stretch.first - 1);
      if (apart.back().last < apart.back().first) apart.pop_back();
    }
    if (!apart.empty()) stretch.first = std::max(stretch.first, apart.back().last + 1);
    if (stretch.first <= stretch.last) apart.push_back(stretch);
  }
  return window.months > 0 ? Divided(apart, window.months) : apart;
}

}  // namespace

Windows::Windows(const Window& window, const PersonContext& person)
    : leading_(window.leading_months), months_(window.months) {
  switch (window.kind) {
    case Window::Kind::kCalendar:
      anchor_ = Day(window.anchor_year.value_or(2000), window.from_month, window.from_day);
      open_start_ = !window.anchor_year.has_value();
      break;
    case Window::Kind::kEvent:
      if (const auto event = person.events.find(window.name); event != person.events.end()) {
        anchor_ = Aligned(event->second, window.align);
      }
      break;
    case Window::Kind::kStatus: stretches_ = StretchesOf(window, person); break;
    case Window::Kind::kEver: stretches_ = {{kFirstDay, kEndOfDays}}; break;
    case Window::Kind::kLast: break;
  }
}

Day Windows::Start(std::int64_t index, int shift) const {
  std::int64_t months = shift;
  const auto leading = static_cast<std::int64_t>(leading_.size());
  for (std::int64_t i = 0; i < std::min(index - 1, leading); ++i) {
    months += leading_[static_cast<std::size_t>(i)];
  }
  months += (index - 1 > leading || leading == 0 ? index - 1 - leading : 0) * months_;
  return AddMonths(*anchor_, months);
}

std::optional<WindowAt> Windows::Number(std::int64_t index, int shift) const {
  if (!anchor_) {
    if (index < 1 || index > static_cast<std::int64_t>(stretches_.size())) return std::nullopt;
    return WindowAt{index, index, stretches_[static_cast<std::size_t>(index) - 1]};
  }
  if (index < 1 && !open_start_) return std::nullopt;
  return WindowAt{index, index, {Start(index, shift), Start(index + 1, shift) - 1}};
}

Day Windows::GapEnd(Day day, int shift) const {
  if (anchor_ && day < Start(1, shift)) return Start(1, shift) - 1;
  for (const DayRange& stretch : stretches_) {
    if (day < stretch.first) return stretch.first - 1;
  }
  return kEndOfDays;
}

std::optional<WindowAt> Windows::At(Day day, int shift) const {
  if (!anchor_) {
    for (std::size_t i = 0; i < stretches_.size(); ++i) {
      const auto index = static_cast<std::int64_t>(i) + 1;
      if (stretches_[i].Contains(day)) return WindowAt{index, index, stretches_[i]};
    }
    return std::nullopt;
  }
  if (recent_ && recent_shift_ == shift && recent_->days.Contains(day)) return recent_;
  // A guess that is not too late, then forward.
  std::int64_t index = (absl::CivilMonth(day) - absl::CivilMonth(*anchor_) - shift) / months_ - 1;
  for (const int months : leading_) index -= months / months_ + 1;
  if (!open_start_) index = std::max<std::int64_t>(index, 1);
  while (Start(index + 1, shift) <= day) ++index;
  if (day < Start(index, shift)) return std::nullopt;
  recent_ = Number(index, shift);
  recent_shift_ = shift;
  return recent_;
}

}  // namespace xuefen::rules
