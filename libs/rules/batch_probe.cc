#include "libs/rules/batch_probe.h"

#include <algorithm>

#include "libs/rules/divide.h"
#include "libs/rules/quantity.h"

namespace xuefen::rules {
namespace {

// The measure that gave the item its worth; null where it was refused.
const Measure* MeasureOf(const Item& item) {
  for (const PathStep& step : item.result.path) {
    if (step.step != Step::kMeasure || item.era == nullptr) continue;
    for (const Provision* by : item.era->measures) {
      if (&by->citation == step.by) return &std::get<Measure>(by->body);
    }
  }
  return nullptr;
}

bool ReadsDays(const Row& row) {
  return row.not_above == kDaysQuantity ||
         std::any_of(row.terms.begin(), row.terms.end(),
                     [](const Term& term) { return term.quantity == kDaysQuantity; });
}

}  // namespace

Probe::Probe(const Law& law, const References& references, const Population::Shape& shape, Day day,
             const std::string& unit)
    : law_(law), references_(references), shape_(shape), unit_(unit), record_(shape.record) {
  record_.first = record_.last = day;
  item_ = Judged(Population::kCentiMax);
  if (item_ && IsSimple(*item_)) FindRule();
}

// What becomes of the record with that much; nothing where that is several items, or where the
// choice between sets is not the one made for the person.
std::optional<Item> Probe::Judged(std::int64_t centi) {
  if (shape_.has_hours) record_.quantity_centi[kDailyQuantity] = centi;
  std::vector<Item> items = Admit(law_, references_, record_);
  if (items.size() != 1 || items.front().choice != law_.own_choice() ||
      law_.resolver().Choices(GroundOf(law_, items.front())).size() != 1) {
    return std::nullopt;
  }
  Divide(law_, items.front());
  return std::move(items.front());
}

// Whether another record of the person could count in its stead.
bool Probe::MayRepeat(const Item& item) const {
  const auto repeats = [&](const Provision* by) {
    const Once& once = std::get<Once>(by->body);
    return Holds(once.where, GroundOf(law_, item)) &&
           std::all_of(once.key.begin(), once.key.end(), [&](const std::string& name) {
             const auto found = shape_.shared.find(name);
             return found != shape_.shared.end() && found->second;
           });
  };
  return std::any_of(item.era->onces.begin(), item.era->onces.end(), repeats);
}

bool Probe::IsSimple(const Item& item) const {
  if (item.pieces.empty()) return item.result.reason != kAmountTooLarge;
  const Measure* measure = MeasureOf(item);
  return measure != nullptr && measure->bonus.empty() &&
         std::none_of(measure->rows.begin(), measure->rows.end(),
                      [](const Row& row) { return row.round.has_value(); }) &&
         !MayRepeat(item);
}

std::optional<std::int64_t> Probe::AmountFor(std::int64_t centi) {
  const std::optional<Item> item = Judged(centi);
  if (!item) return std::nullopt;
  return item->Amount();
}

void Probe::FindRule() {
  RowRule rule;
  rule.at_most = item_->Amount();
  const Measure* measure = MeasureOf(*item_);
  rule.spans =
      law_.windows().size() == 1 &&
      (measure == nullptr || std::none_of(measure->rows.begin(), measure->rows.end(), ReadsDays));
  const std::optional<std::int64_t> none = AmountFor(0);
  const std::optional<std::int64_t> one = AmountFor(1);
  if (!none || !one) return;
  rule.plus = *none;
  rule.times = *one - *none;
  if (rule.times == 0 && rule.plus != rule.at_most) return;
  const std::int64_t bend = rule.times == 0 ? 0 : (rule.at_most - rule.plus) / rule.times;
  for (const std::int64_t centi : {bend, bend + 1}) {
    if (centi > Population::kCentiMax) continue;
    const std::optional<std::int64_t> amount = AmountFor(centi);
    if (!amount || *amount != std::min(rule.times * centi + rule.plus, rule.at_most)) return;
  }
  record_.quantity_centi = shape_.record.quantity_centi;
  if (shape_.has_hours) record_.quantity_centi[kDailyQuantity] = Population::kCentiMax;
  rule_ = rule;
}

}  // namespace xuefen::rules
