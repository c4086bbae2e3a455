#include "libs/rules/predicate.h"

#include <algorithm>

#include "libs/rules/calendar.h"
#include "libs/rules/names.h"
#include "libs/rules/quantity.h"

namespace xuefen::rules {
namespace {

// In this order the lesser of two is their conjunction, the greater their disjunction.
enum class Truth { kNo, kUnknown, kYes };

Truth Of(bool holds) { return holds ? Truth::kYes : Truth::kNo; }
Truth Opposite(Truth truth) { return truth == Truth::kUnknown ? truth : Of(truth == Truth::kNo); }

Truth TruthOf(const When& when, const Ground& ground);

Truth AnyOf(const std::vector<When>& tests, const Ground& ground) {
  Truth truth = Truth::kNo;
  for (const When& test : tests) truth = std::max(truth, TruthOf(test, ground));
  return truth;
}

Truth AllOf(const std::vector<When>& tests, const Ground& ground) {
  Truth truth = Truth::kYes;
  for (const When& test : tests) truth = std::min(truth, TruthOf(test, ground));
  return truth;
}

bool SameAttributes(const std::vector<std::string>& same, const Status& status,
                    const Record* record) {
  return std::all_of(same.begin(), same.end(), [&](const std::string& name) {
    if (record == nullptr) return false;
    const auto in_status = status.attributes.find(name);
    const auto in_record = record->attributes.find(name);
    return in_status != status.attributes.end() && in_record != record->attributes.end() &&
           in_status->second == in_record->second;
  });
}

// The periods of the person's statuses that are meant, by their first days.
std::vector<Period> PeriodsOf(const std::vector<std::string>& names, const When& when,
                              const Ground& ground) {
  std::vector<Period> periods;
  for (const Status& status : ground.person.statuses) {
    const bool meant = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return Covers(name, status.name);
    });
    if (meant && SameAttributes(when.same, status, ground.record)) periods.push_back(status.period);
  }
  std::sort(periods.begin(), periods.end(),
            [](const Period& a, const Period& b) { return a.from < b.from; });
  return periods;
}

bool OnEveryDay(const std::vector<Period>& periods, const DayRange& days) {
  Day wanted = days.first;
  for (const Period& period : periods) {
    if (!period.Contains(wanted)) continue;
    if (!period.to || *period.to >= days.last) return true;
    wanted = *period.to + 1;
  }
  return false;
}

bool OnSomeDay(const std::vector<Period>& periods, const DayRange& days) {
  return std::any_of(periods.begin(), periods.end(), [&](const Period& period) {
    return period.from <= days.last && (!period.to || *period.to >= days.first);
  });
}

// The days that `at` speaks of.
std::optional<DayRange> DaysOf(At at, const Ground& ground) {
  switch (at) {
    case At::kNone:
    case At::kRecordDays:
      if (ground.record == nullptr) return std::nullopt;
      return DayRange{ground.record->first, ground.record->last};
    case At::kAskedDay: return DayRange{ground.question.on, ground.question.on};
    case At::kWindowStart:
      if (!ground.window) return std::nullopt;
      return DayRange{ground.window->first, ground.window->first};
    case At::kWindowEnd:
      if (!ground.window) return std::nullopt;
      return DayRange{ground.window->last, ground.window->last};
    case At::kWindowSomeDay:
    case At::kWindowEveryDay: break;
  }
  return ground.window;
}

// The days of the window on which the person has the status, in stretches that share no day.
std::vector<DayRange> DaysWith(const std::string& status, const Ground& ground) {
  std::vector<DayRange> stretches;
  if (!ground.window) return stretches;
  for (const Period& period : PeriodsOf({status}, When(), ground)) {
    const std::optional<DayRange> inside = Common(RangeOf(period), *ground.window);
    if (!inside) continue;
    if (!stretches.empty() && inside->first <= stretches.back().last + 1) {
      stretches.back().last = std::max(stretches.back().last, inside->last);
    } else {
      stretches.push_back(*inside);
    }
  }
  return stretches;
}

std::int64_t MonthsWith(const Num& num, const Ground& ground) {
  if (!ground.window) return 0;
  const std::vector<DayRange> stretches = DaysWith(num.name, ground);
  std::int64_t months = 0;
  for (std::int64_t i = 0;; ++i) {
    const Day first = AddMonths(ground.window->first, i);
    if (first > ground.window->last) return months;
    const DayRange month{first,
                         std::min(AddMonths(ground.window->first, i + 1) - 1, ground.window->last)};
    months += std::any_of(stretches.begin(), stretches.end(), [&](const DayRange& days) {
      const std::optional<DayRange> inside = Common(days, month);
      return inside && (!num.full_months || *inside == month);
    });
  }
}

std::int64_t DaysWith(const Num& num, const Ground& ground) {
  std::int64_t sum = 0;
  std::int64_t longest = 0;
  for (const DayRange& days : DaysWith(num.name, ground)) {
    sum += LengthOf(days);
    longest = std::max(longest, LengthOf(days));
  }
  return num.of == Num::Of::kDaysWith ? sum : longest;
}

std::int64_t LongestMonthsWith(const Num& num, const Ground& ground) {
  std::int64_t longest = 0;
  for (const DayRange& days : DaysWith(num.name, ground)) {
    longest = std::max(longest, WholeMonths(days.first, days.last + 1));
  }
  return longest;
}

std::optional<std::int64_t> SinceEvent(const Num& num, const Ground& ground) {
  const auto event = ground.person.events.find(num.name);
  if (event == ground.person.events.end()) {
    if (ground.unknown != nullptr) ground.unknown->insert(num.name);
    return std::nullopt;
  }
  const Day from = event->second;
  if (num.of == Num::Of::kMonthDayOf) return from.month() * 100 + from.day();
  const std::optional<DayRange> at = DaysOf(num.at, ground);
  if (!at) return std::nullopt;
  switch (num.of) {
    case Num::Of::kYearsSince: return WholeYears(from, at->first);
    case Num::Of::kCalendarYearsSince: return at->first.year() - from.year();
    case Num::Of::kMonthsSince: return WholeMonths(from, at->first);
    default: return at->first - from;
  }
}

std::optional<std::int64_t> OfRecord(const Num& num, const Ground& ground) {
  if (ground.record == nullptr) return std::nullopt;
  const Record& record = *ground.record;
  if (num.of == Num::Of::kQuantity) {
    const std::optional<std::int64_t> quantity = QuantityOf(record, num.name);
    if (!quantity && ground.missing != nullptr) ground.missing->insert(num.name);
    return quantity;
  }
  const auto evidence = record.evidence.find(num.name);
  if (evidence == record.evidence.end()) return std::nullopt;
  return evidence->second - record.last;
}

// Whole numbers of the law beside hundredths of a quantity.
bool Compares(const Num& num, std::int64_t value) {
  const std::int64_t unit = num.of == Num::Of::kQuantity ? 100 : 1;
  if (num.mod > 0) value = (value % (num.mod * unit) + num.mod * unit) % (num.mod * unit);
  return (!num.at_least || value >= *num.at_least * unit) &&
         (!num.above || value > *num.above * unit) &&
         (!num.at_most || value <= *num.at_most * unit) &&
         (!num.below || value < *num.below * unit) && (!num.equal || value == *num.equal * unit);
}

Truth NumsHold(const When& when, const Ground& ground) {
  Truth truth = Truth::kYes;
  for (const Num& num : when.nums) {
    const std::optional<std::int64_t> value = ValueOf(num, ground);
    truth = std::min(truth, value ? Of(Compares(num, *value)) : Truth::kUnknown);
  }
  return truth;
}

bool StatusesHold(const When& when, const Ground& ground) {
  if (when.status.empty() && when.no_status.empty()) return true;
  const std::optional<DayRange> days = DaysOf(when.at, ground);
  if (!days) return false;
  const bool some = when.at == At::kWindowSomeDay;
  if (!when.status.empty()) {
    const std::vector<Period> periods = PeriodsOf(when.status, when, ground);
    if (!(some ? OnSomeDay(periods, *days) : OnEveryDay(periods, *days))) return false;
  }
  if (when.no_status.empty()) return true;
  const std::vector<Period> unwanted = PeriodsOf(when.no_status, when, ground);
  return !(some ? OnEveryDay(unwanted, *days) : OnSomeDay(unwanted, *days));
}

bool EvidencesHold(const When& when, const Ground& ground) {
  return std::all_of(when.evidence.begin(), when.evidence.end(), [&](const std::string& name) {
    if (ground.record == nullptr) return false;
    const auto found = ground.record->evidence.find(name);
    return found != ground.record->evidence.end() && found->second <= ground.record->first;
  });
}

bool OneOf(const std::vector<std::string>& allowed, const std::string& value) {
  return allowed.empty() || std::any_of(allowed.begin(), allowed.end(),
                                        [&](const auto& above) { return Covers(above, value); });
}

Truth TruthOf(const When& when, const Ground& ground) {
  const bool tags_hold =
      when.tags.empty() || (ground.tags != nullptr && TagsHold(when, *ground.tags));
  if (!tags_hold || !OneOf(when.purpose, ground.question.purpose) ||
      !OneOf(when.target, ground.question.target) || !EvidencesHold(when, ground) ||
      !StatusesHold(when, ground)) {
    return Truth::kNo;
  }
  Truth truth = std::min(NumsHold(when, ground), AllOf(when.all, ground));
  if (!when.any.empty()) truth = std::min(truth, AnyOf(when.any, ground));
  return std::min(truth, Opposite(AnyOf(when.none, ground)));
}

}  // namespace

bool TagsHold(const When& when, const std::vector<std::string>& tags) {
  return std::all_of(when.tags.begin(), when.tags.end(), [&](const auto& alternatives) {
    return std::any_of(alternatives.begin(), alternatives.end(),
                       [&](const std::string& tag) { return CoversAny(tag, tags); });
  });
}

bool Holds(const When& when, const Ground& ground) { return TruthOf(when, ground) == Truth::kYes; }

std::optional<std::string> MissingQuantity(const When& when, const Ground& ground) {
  if (when.TagsAlone()) return std::nullopt;
  std::set<std::string> missing;
  Ground asked = ground;
  asked.missing = &missing;
  if (TruthOf(when, asked) != Truth::kUnknown || missing.empty()) return std::nullopt;
  return *missing.begin();
}

std::optional<std::int64_t> ValueOf(const Num& num, const Ground& ground) {
  switch (num.of) {
    case Num::Of::kQuantity:
    case Num::Of::kDaysUntilEvidence: return OfRecord(num, ground);
    case Num::Of::kYearsSince:
    case Num::Of::kCalendarYearsSince:
    case Num::Of::kMonthsSince:
    case Num::Of::kDaysSince:
    case Num::Of::kMonthDayOf: return SinceEvent(num, ground);
    case Num::Of::kMonthsWith: return MonthsWith(num, ground);
    case Num::Of::kDaysWith:
    case Num::Of::kLongestDaysWith: return DaysWith(num, ground);
    case Num::Of::kLongestMonthsWith: return LongestMonthsWith(num, ground);
    case Num::Of::kCycle: return ground.window_index;
    case Num::Of::kWindowMonths:
      if (!ground.window) return std::nullopt;
      return WholeMonths(ground.window->first, ground.window->last + 1);
  }
  return std::nullopt;
}

bool TagsCover(const When& a, const When& b) {
  return std::all_of(a.tags.begin(), a.tags.end(), [&](const auto& wide) {
    return std::any_of(b.tags.begin(), b.tags.end(), [&](const auto& narrow) {
      return std::all_of(narrow.begin(), narrow.end(), [&](const std::string& tag) {
        return std::any_of(wide.begin(), wide.end(),
                           [&](const std::string& above) { return Covers(above, tag); });
      });
    });
  });
}

bool TagsExclude(const When& a, const When& b, const Names& names) {
  for (const auto& left : a.tags) {
    const absl::string_view family = FamilyOf(left.front());
    const auto declared = names.families.find(std::string(family));
    if (declared == names.families.end() || declared->second.many) continue;
    for (const auto& right : b.tags) {
      if (FamilyOf(right.front()) != family) continue;
      const bool meet = std::any_of(left.begin(), left.end(), [&](const std::string& tag) {
        return CoversAny(tag, right) || std::any_of(right.begin(), right.end(),
                                                    [&](const auto& t) { return Covers(t, tag); });
      });
      if (!meet) return true;
    }
  }
  return false;
}

}  // namespace xuefen::rules
