#include "libs/rules/records.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/string_view.h"

namespace xuefen::rules {

std::vector<const Record*> RecordsThatStand(const std::vector<Record>& records) {
  std::vector<const Record*> standing;
  standing.reserve(records.size());
  for (const Record& record : records) standing.push_back(&record);
  std::stable_sort(standing.begin(), standing.end(), [](const Record* a, const Record* b) {
    return std::tuple(absl::string_view(a->id), b->version, b->voided) <
           std::tuple(absl::string_view(b->id), a->version, a->voided);
  });
  standing.erase(std::unique(standing.begin(), standing.end(),
                             [](const Record* a, const Record* b) { return a->id == b->id; }),
                 standing.end());
  std::erase_if(standing, [](const Record* record) { return record->voided; });
  return standing;
}

}  // namespace xuefen::rules
