#pragma once

#include <optional>
#include <string>

#include "libs/rules/admit.h"
#include "libs/rules/batch_plan.h"
#include "libs/rules/law.h"

namespace xuefen::rules {

// Finds what records of one shape on one day are worth, by having Admit judge some.
//
// Where the law has no obstacle (batch_limits.h) and the measure neither rounds nor adds a bonus,
// an amount is the least of linear functions of the hours: it rises, and ever more slowly. So if it
// is as min(times * centi + plus, at_most) at 0, at 1, on both sides of the bend and at the most
// that a row can have, it is so everywhere.
class Probe {
 public:
  // All of them outlive it.
  Probe(const Law& law, const References& references, const Population::Shape& shape, Day day,
        const std::string& unit);

  // What it is worth, in no lane yet; nothing where it cannot be said so simply.
  std::optional<RowRule> Rule() const { return rule_; }

  // Whether any of them counts in the window in that unit. The record of the most hours, and what
  // became of it.
  bool IsWorthSomething() const { return item_->result.unit == unit_ && item_->Amount() > 0; }
  const Record& record() const { return record_; }
  const Item& item() const { return *item_; }

 private:
  std::optional<Item> Judged(std::int64_t centi);
  bool IsSimple(const Item& item) const;
  bool MayRepeat(const Item& item) const;
  std::optional<std::int64_t> AmountFor(std::int64_t centi);
  void FindRule();

  const Law& law_;
  const References& references_;
  const Population::Shape& shape_;
  const std::string& unit_;
  Record record_;
  std::optional<Item> item_;
  std::optional<RowRule> rule_;
};

}  // namespace xuefen::rules
