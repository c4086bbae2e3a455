#include "libs/rules/predicate.h"

#include <algorithm>

#include "libs/rules/names.h"

namespace xuefen::rules {
namespace {

bool AnyOf(const std::vector<When>& tests, const Ground& ground) {
  return std::any_of(tests.begin(), tests.end(),
                     [&](const When& test) { return Holds(test, ground); });
}

bool AllOf(const std::vector<When>& tests, const Ground& ground) {
  return std::all_of(tests.begin(), tests.end(),
                     [&](const When& test) { return Holds(test, ground); });
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
  if (at == At::kRecordDays) {
    if (ground.record == nullptr) return std::nullopt;
    return DayRange{ground.record->first, ground.record->last};
  }
  if (!ground.window) return std::nullopt;
  switch (at) {
    case At::kWindowStart: return DayRange{ground.window->first, ground.window->first};
    case At::kWindowEnd: return DayRange{ground.window->last, ground.window->last};
    case At::kRecordDays:
    case At::kWindowSomeDay:
    case At::kWindowEveryDay: break;
  }
  return ground.window;
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

bool PurposeHolds(const When& when, const Ground& ground) {
  return when.purpose.empty() ||
         std::find(when.purpose.begin(), when.purpose.end(), ground.purpose) != when.purpose.end();
}

}  // namespace

bool TagsHold(const When& when, const std::vector<std::string>& tags) {
  return std::all_of(when.tags.begin(), when.tags.end(), [&](const auto& alternatives) {
    return std::any_of(alternatives.begin(), alternatives.end(),
                       [&](const std::string& tag) { return CoversAny(tag, tags); });
  });
}

bool Holds(const When& when, const Ground& ground) {
  if (!when.tags.empty() && (ground.tags == nullptr || !TagsHold(when, *ground.tags))) return false;
  return PurposeHolds(when, ground) && EvidencesHold(when, ground) && StatusesHold(when, ground) &&
         AllOf(when.all, ground) && (when.any.empty() || AnyOf(when.any, ground)) &&
         !AnyOf(when.none, ground);
}

bool IsFirstPart(const std::vector<When>& count, const std::vector<When>& first) {
  if (count.size() > first.size()) return false;
  return std::is_permutation(count.begin(), count.end(), first.begin(),
                             first.begin() + static_cast<std::ptrdiff_t>(count.size()));
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
