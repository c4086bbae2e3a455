#include "libs/rules/subject.h"

#include <algorithm>

#include "libs/rules/names.h"

namespace xuefen::rules {
namespace {

class Since {
 public:
  explicit Since(const PersonContext& person) : person_(person) {}

  void AskFor(const When& when) {
    for (const std::string& status : when.status) AskForStatus(status);
    for (const Num& num : when.nums) {
      AskForStatus(num.name);
      if (const auto event = person_.events.find(num.name); event != person_.events.end()) {
        Add(event->second);
      }
    }
    for (const auto* tests : {&when.all, &when.any}) {
      for (const When& test : *tests) AskFor(test);
    }
  }

  void AskForStatus(const std::string& name) {
    for (const Status& status : person_.statuses) {
      if (Covers(name, status.name) && status.period.from > kFirstDay) Add(status.period.from);
    }
  }

  std::optional<Day> day() const { return day_; }

 private:
  void Add(Day day) { day_ = std::min(day_.value_or(day), day); }

  const PersonContext& person_;
  std::optional<Day> day_;
};

}  // namespace

std::optional<Day> ConcernedSince(const Slot& slot, const PersonContext& person) {
  Since since(person);
  for (const Provision* version : slot.versions) {
    const auto* requirement = std::get_if<Requirement>(&version->body);
    if (requirement == nullptr) continue;
    since.AskFor(requirement->applies);
    for (const RuleSet* set = version->set; set != nullptr; set = set->above) {
      for (const std::string& status : set->scope) since.AskForStatus(status);
    }
  }
  return since.day();
}

}  // namespace xuefen::rules
