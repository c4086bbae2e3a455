#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/rules/amount.h"
#include "libs/rules/law.h"

namespace xuefen::rules {

// A requirement as it stands for the person in one window.
struct Standing {
  const Provision* by = nullptr;  // the version in force, or a repeal; null if there is none
  const Requirement* requirement = nullptr;  // null where nothing is in force
  std::optional<std::size_t> kind;           // of its windows
  std::optional<WindowAt> window;            // none where the person has no such window
  bool applies = true;
  const Provision* exempt_by = nullptr;
  const Provision* adjusted_by = nullptr;
  std::optional<Ratio> at_least;  // absent where it rests on a requirement that is not in force

  bool Owed() const {
    return requirement != nullptr && window && applies && exempt_by == nullptr && at_least;
  }
};

// Reads requirements in windows of any time.
class Thresholds {
 public:
  // `earned` tells what counts towards a requirement in the window that holds a day.
  using Earned = std::function<std::optional<Ratio>(std::size_t slot, Day day)>;
  Thresholds(const Law& law, Earned earned) : law_(law), earned_(std::move(earned)) {}

  std::optional<std::size_t> SlotOf(const std::string& requirement) const;

  // In the window that holds the day; in that window.
  Standing On(std::size_t slot, Day day) const;
  Standing In(std::size_t slot, const WindowAt& window) const;

  // References as of the windows that hold that day.
  References ReferencesOn(Day day) const;

 private:
  using Applied = std::vector<const Provision*>;
  const Requirement* FormOf(std::size_t slot) const;
  void FindAtLeast(std::size_t slot, Standing& standing, Applied& applied) const;
  void Adjusted(const std::string& id, Standing& standing, const Applied& inherited,
                Applied& applied) const;
  References ReferencesOn(Day day, Applied& applied, const Provision** exempt_by) const;
  Standing Find(std::size_t slot, const std::optional<WindowAt>& window, Applied& applied) const;

  const Law& law_;
  Earned earned_;
};

}  // namespace xuefen::rules
