// RemoveRepeats: of records that are equal in a key, one counts.

#include <algorithm>
#include <map>

#include "libs/rules/admit.h"

namespace xuefen::rules {
namespace {

// The order in which one record of a group is chosen: the largest, the earliest, the smallest id.
bool CountsBefore(const Item& a, const Item& b) {
  if (a.Amount() != b.Amount()) return a.Amount() > b.Amount();
  if (a.record->first != b.record->first) return a.record->first < b.record->first;
  return a.record->id < b.record->id;
}

// Nothing where the record lacks an attribute or lies in no window of that kind: it repeats
// nothing.
std::optional<std::string> KeyOf(const Law& law, const Provision& by, const Item& item) {
  const Once& once = std::get<Once>(by.body);
  std::string key = item.result.unit + '\n' + by.topic + '\n' + by.id;
  for (const std::string& name : once.key) {
    const auto found = item.record->attributes.find(name);
    if (found == item.record->attributes.end()) return std::nullopt;
    key += '\n' + std::to_string(found->second.size()) + ':' + found->second;
  }
  if (once.window.empty()) return key;
  const std::optional<std::size_t> kind = law.FindWindow(once.window);
  const auto window = kind ? law.At(*kind, item.record->last) : std::nullopt;
  if (!window) return std::nullopt;
  return key + '\n' + std::to_string(window->index);
}

}  // namespace

void RemoveRepeats(const Law& law, std::vector<Item>& items) {
  std::map<std::string, std::vector<std::pair<Item*, const Provision*>>> groups;
  for (Item& item : items) {
    if (item.era == nullptr || item.Amount() == 0) continue;
    for (const Provision* by : item.era->onces) {
      if (!Holds(std::get<Once>(by->body).where, GroundOf(law, item))) continue;
      if (const auto key = KeyOf(law, *by, item)) groups[*key].emplace_back(&item, by);
    }
  }
  for (const auto& [key, group] : groups) {
    const Item* counts = group.front().first;
    for (const auto& [item, by] : group) {
      if (CountsBefore(*item, *counts)) counts = item;
    }
    for (const auto& [item, by] : group) {
      item->has_peers = item->has_peers || group.size() > 1;
      if (item == counts || item->Amount() == 0) continue;
      const std::int64_t before = item->Amount();
      CutToCap(item->pieces, 0);
      item->result.reason = kRepeat;
      AddStep(law, *item, Step::kNoRepeat, &by->citation, before, 0, kRepeat, counts->record->id);
    }
  }
}

}  // namespace xuefen::rules
