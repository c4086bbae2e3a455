#include "libs/rules/items.h"

#include "libs/rules/divide.h"
#include "libs/rules/records.h"
#include "libs/rules/thresholds.h"

namespace xuefen::rules {

std::vector<Item> ItemsOf(const Law& law, const std::vector<Record>& records) {
  const Thresholds thresholds(law, [](std::size_t, Day) { return std::optional<Ratio>(); });
  const References references = thresholds.ReferencesOn(law.question().on);
  const DayRange reach = law.Reach();
  std::vector<Item> items;
  items.reserve(records.size());
  for (const Record* record : RecordsThatStand(records)) {
    const bool outside = record->last < reach.first || reach.last < record->first;
    if (outside && !law.MayRepeat(*record)) continue;
    for (Item& item : Admit(law, references, *record)) items.push_back(std::move(item));
  }
  RemoveRepeats(law, items);
  for (Item& item : items) {
    SpreadOut(law, item);
    Divide(law, item);
  }
  return items;
}

}  // namespace xuefen::rules
