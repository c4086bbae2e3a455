#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libs/base/civil.h"
#include "libs/base/hours.h"
#include "libs/base/ids.h"

namespace xuefen::credit {

// As numbered in xuefen.common.v1.
enum class Kind { kTraining = 1, kSelfStudy, kAchievement };
enum class Subject { kGeneral = 1, kProfessional };

// An activity, by what the accreditation service calls it.
struct ActivityKey {
  std::string provider;  // unified social credit code
  std::string code;      // of that provider

  friend auto operator<=>(const ActivityKey&, const ActivityKey&) = default;
};

// A learning record as the registry told it.
struct LearningRecord {
  Id id;  // of the completion
  Kind kind = Kind::kTraining;
  Subject subject = Subject::kGeneral;
  Day first_day;
  Day last_day;
  Hours reported;
  ActivityKey activity;
  // What made it recognisable, at the registry's judgement.
  std::optional<Day> organised_on;
  std::optional<Day> approved_on;
  std::optional<Day> filed_on;

  friend bool operator==(const LearningRecord&, const LearningRecord&) = default;
};

// A division and the first day it administers a person; until the day before the next.
struct Administration {
  Day first_day;
  std::string division;

  // Named, because a day has only < and ==.
  friend std::strong_ordering operator<=>(const Administration&, const Administration&) = default;
};

// All that a determination is made from. Activities decide nothing.
struct PersonFacts {
  Id person;
  std::vector<Administration> administrations;  // ascending by first day
  std::vector<LearningRecord> records;          // in any order
};

inline Day LastDayOf(int year) { return Day(year, 12, 31); }

// The division that administers the person on `day`; nothing before the first.
std::optional<std::string> DivisionOn(const std::vector<Administration>& administrations, Day day);

// The day up to which law is considered: the one asked for, or else the year's last day, or today
// while the year runs.
Day AsOfDay(int year, std::optional<Day> asked, Day today);

// The calendar years that a record touches.
std::set<int> YearsOf(const LearningRecord& record);

// The calendar years that any of them touches.
std::set<int> YearsOf(const std::vector<LearningRecord>& records);

}  // namespace xuefen::credit
