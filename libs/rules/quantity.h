#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "libs/rules/facts.h"

namespace xuefen::rules {

// Quantities that every record has without reporting them: one, and how many days it lasted.
inline constexpr char kItemQuantity[] = "item";
inline constexpr char kDaysQuantity[] = "days";

// A quantity of the record in hundredths; nothing if it is not reported.
inline std::optional<std::int64_t> QuantityOf(const Record& record, const std::string& name) {
  if (const auto found = record.quantity_centi.find(name); found != record.quantity_centi.end()) {
    return found->second;
  }
  if (name == kItemQuantity) return 100;
  if (name == kDailyQuantity && !record.days.empty()) {
    std::int64_t sum = 0;
    for (const DayPart& part : record.days) sum += part.centi;
    return sum;
  }
  if (name != kDaysQuantity) return std::nullopt;
  return 100 * (record.days.empty() ? record.last - record.first + 1
                                    : static_cast<std::int64_t>(record.days.size()));
}

}  // namespace xuefen::rules
