#pragma once

#include <map>
#include <string>
#include <vector>

#include "libs/rules/predicate.h"

namespace xuefen::rules {

// Which level decides a topic where several sets of one rank could: by topic, as `prefer` says.
using Choice = std::map<std::string, int>;

// Answers which version of a slot decides for one person on one day, as of one day.
class Resolver {
 public:
  // All of them outlive the resolver.
  Resolver(const Book& book, const Question& question, const PersonContext& person);

  // Whether the set answers such a question and its scope holds for the person on that day.
  bool Reaches(const RuleSet& set, Day day) const;

  // Of the versions that govern the day and reach the person, the one of the most specific set;
  // null if there is none. A repeal is an answer.
  const Provision* Find(const Slot& slot, Day day, const Choice& choice) const;

  // The choices that are open for a record, or for the person where `ground` has no record. There
  // is at least one; several where the larger amount decides.
  std::vector<Choice> Choices(const Ground& ground) const;

  // The days on which an answer may change, ascending; the first is kFirstDay.
  const std::vector<Day>& changes() const { return changes_; }

  // A stretch of days of `range` that one version decides.
  struct Run {
    DayRange days;
    const Provision* by = nullptr;
  };
  // In order of time; stretches that nothing decides are left out.
  std::vector<Run> Runs(const Slot& slot, const DayRange& range, const Choice& choice) const;

 private:
  bool Considered(const Provision& provision, Day day) const;
  bool Decides(const RuleSet& set, const std::string& topic, Day day, const Choice& choice) const;
  bool WritesOn(const RuleSet& set, const std::string& topic, Day day) const;

  const Book& book_;
  const Question& question_;
  const PersonContext& person_;
  std::vector<Day> changes_;
  bool rivals_ = false;  // whether some set could push another aside
};

}  // namespace xuefen::rules
