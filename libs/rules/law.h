#pragma once

// The law resolved for one question: which provisions decide for this person on which days.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/rules/resolve.h"
#include "libs/rules/windows.h"

namespace xuefen::rules {

// A provision in force, and the index of its slot.
struct InForce {
  const Provision* by = nullptr;
  std::size_t slot = 0;
};

// A maximal stretch of days, up to the day before the next era, in which everything that is decided
// day by day stays the same.
struct Era {
  Day begin;
  Day last;  // kEndOfDays in the last era
  std::vector<const Provision*> gates;
  std::vector<const Provision*> measures;
  std::vector<const Provision*> onces;
  std::vector<const Provision*> spreads;
  std::vector<InForce> item_limits;
  std::vector<InForce> day_limits;
};
using Eras = std::vector<Era>;  // ascending; the first begins at kFirstDay

// Index of the era of `day`.
std::size_t EraIndex(const Eras& eras, Day day);

// Whether what was done before or after a window can matter to it by this provision.
bool LooksBeyond(const Provision& provision);

// A window provision for this person. Windows of one kind share a partition; those that join the
// last few of others have the partition of `base`.
struct WindowKind {
  std::string id;
  const Provision* by = nullptr;
  const Window* window = nullptr;
  Windows partition;
  std::size_t base = 0;  // the kind it is made of; itself unless it joins others
};

class Law {
 public:
  // All of them outlive it.
  Law(const Book& book, const Question& question, const PersonContext& person);

  const Question& question() const { return question_; }
  const PersonContext& person() const { return person_; }
  const std::vector<Slot>& slots() const { return book_.slots; }
  const Resolver& resolver() const { return resolver_; }

  // Those that reach the person inside the days the answer rests on, most specific first.
  const std::vector<const RuleSet*>& sets() const { return sets_; }
  // Slots that hold requirements of sets which reach the person on some day asked about, whatever
  // they say of it; in order of their ids.
  const std::vector<std::size_t>& requirements() const { return requirements_; }
  // Units that their names declare; the first is the one in which totals are shown.
  const std::vector<std::string>& units() const { return units_; }
  // Declared tags, and whether their family allows many.
  const std::map<std::string, bool, std::less<>>& tags() const { return tags_; }
  // Amounts are whole numbers of 1/grid.
  std::int64_t grid() const { return grid_; }

  const std::vector<WindowKind>& windows() const { return windows_; }
  std::optional<std::size_t> FindWindow(const std::string& id) const;
  // The window of that kind that holds the day; of that index.
  std::optional<WindowAt> At(std::size_t kind, Day day, int shift = 0) const;
  std::optional<WindowAt> Number(std::size_t kind, std::int64_t index) const;

  // The days of the longest window asked about, or else the one day.
  DayRange AskedDays() const;

  // Whether what was done outside the windows asked about can matter.
  bool looks_beyond() const { return looks_beyond_; }

  // The days outside of which no record can matter to the answer, but for those that may repeat
  // another.
  DayRange Reach() const { return confined_ ? AskedDays() : DayRange{kFirstDay, kEndOfDays}; }
  // Whether it has what some rule knows repeated records by, whatever their days.
  bool MayRepeat(const Record& record) const;

  // The longest of the windows asked about: the kind, and which one. Nothing where nothing divides
  // time on the day asked about.
  struct Asked {
    std::size_t kind = 0;
    WindowAt at;
  };
  const std::optional<Asked>& asked() const { return asked_; }

  // What decides about days, for one choice between sets. The reference stays good.
  const Eras& ErasFor(const Choice& choice) const;

  // The version of a slot whose law decides for a whole window; null if there is none. What bounds
  // amounts and ended inside the window is read on its last day: the hours it governed stay under
  // it.
  const Provision* Reference(const Slot& slot, const DayRange& window, const Choice& choice) const;

  // The choice where the person alone is asked about.
  const Choice& own_choice() const { return own_choice_; }

  // Events that tests asked for and nobody recorded: to find the law, and since the last answer
  // began.
  const std::set<std::string>& unknown() const { return unknown_; }
  void BeginAnswer() { unknown_ = unknown_at_first_; }

  // A ground of the person alone, in a window if one is given.
  Ground GroundOf(const std::optional<WindowAt>& window) const;

 private:
  void FindWindows();
  void FindAsked();
  void FindSets();
  void FindRequirements();
  bool IsConfined() const;
  bool ReachesIn(const RuleSet& set, const DayRange& range) const;

  const Book& book_;
  const Question& question_;
  const PersonContext& person_;
  Resolver resolver_;
  Choice own_choice_;
  std::vector<WindowKind> windows_;
  std::optional<Asked> asked_;
  std::vector<std::size_t> requirements_;
  std::vector<const RuleSet*> sets_;
  std::vector<std::string> units_;
  std::map<std::string, bool, std::less<>> tags_;
  std::int64_t grid_ = 100;
  bool looks_beyond_ = false;
  bool confined_ = false;
  mutable std::map<Choice, Eras> eras_;
  mutable std::set<std::string> unknown_;
  std::set<std::string> unknown_at_first_;
};

}  // namespace xuefen::rules
