#pragma once

#include <vector>

#include "libs/rules/model.h"

namespace xuefen::rules {

// Answers which version of a slot decides for one person on one day, as of one day.
class Resolver {
 public:
  // All of them outlive the resolver.
  Resolver(const Book& book, const Question& question, const PersonContext& person);

  // Whether the set's scope holds for the person on that day.
  bool Reaches(const RuleSet& set, Day day) const;

  // Of the versions that govern the day and reach the person, the one of the most specific set;
  // null if there is none. A repeal is an answer.
  const Provision* Find(const Slot& slot, Day day) const;

  // The days on which an answer may change, ascending; the first is kFirstDay.
  const std::vector<Day>& changes() const { return changes_; }

  // A stretch of days of `range` that one version decides.
  struct Run {
    Day last;
    const Provision* by = nullptr;
  };
  // In order of time; stretches that nothing decides are left out.
  std::vector<Run> Runs(const Slot& slot, const DayRange& range) const;

 private:
  const Question& question_;
  const PersonContext& person_;
  std::vector<Day> changes_;
};

}  // namespace xuefen::rules
