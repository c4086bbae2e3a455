#include "libs/rules/evaluate.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "libs/rules/admit.h"
#include "libs/rules/evaluation.h"
#include "libs/rules/judge.h"
#include "libs/rules/plan.h"
#include "libs/rules/predicate.h"
#include "libs/rules/receipt.h"
#include "libs/rules/settle.h"
#include "libs/rules/window_share.h"

namespace xuefen::rules {
namespace {

class Evaluation {
 public:
  Evaluation(const Book& book, const Question& question, const PersonContext& person)
      : question_(question), person_(person), plan_(MakePlan(book, question, person)) {}

  Determination Run(const std::vector<Record>& records);

 private:
  bool Touches(const Record& record) const;
  std::vector<Part> PartsOf(std::size_t index);
  int RankOf(const Item& item) const;
  bool AssignPool(const std::vector<std::string>& tags, Part& part) const;
  void Settle(Determination& determination);
  void Observe(Step step, const Provision* by, const std::vector<Part>& parts,
               const std::vector<std::int64_t>& before, const std::vector<std::int64_t>& after);
  int DaysWithoutRule(const Record& record) const;
  void Report(const std::vector<std::int64_t>& credited, Determination& determination);

  const Question& question_;
  const PersonContext& person_;
  const Plan plan_;
  std::vector<Item> items_;               // of records that touch the window, in order of ids
  std::vector<std::vector<char>> under_;  // for each item, which window limits it is under
};

// Without the voided ones, the highest version of each id, in order of ids. Of equal versions the
// voided one stands.
std::vector<const Record*> Standing(const std::vector<Record>& records) {
  std::vector<const Record*> standing;
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

bool Evaluation::Touches(const Record& record) const {
  if (!plan_.window) return record.first <= question_.on && question_.on <= record.last;
  return record.first <= plan_.window->last && plan_.window->first <= record.last;
}

int Evaluation::RankOf(const Item& item) const {
  if (plan_.keep == nullptr) return 0;
  const Ground ground{person_, question_.purpose, plan_.window, item.record, &item.result.tags};
  int rank = 0;
  for (const When& first : plan_.keep->first) {
    if (Holds(first, ground)) return rank;
    ++rank;
  }
  return rank;
}

// A part is in a pool if each of its days is under a day ceiling. False when these are of different
// slots, which happens only to people who move between sets that know nothing of each other.
bool Evaluation::AssignPool(const std::vector<std::string>& tags, Part& part) const {
  for (std::size_t i = plan_.EraIndex(part.days.first);
       i < plan_.eras.size() && plan_.eras[i].begin <= part.days.last; ++i) {
    const auto& limits = plan_.eras[i].day_limits;
    const auto over = std::find_if(limits.begin(), limits.end(), [&](const ActiveLimit& limit) {
      return TagsHold(limit.limit->where, tags);
    });
    if (over == limits.end()) {
      part.pool = -1;
      return true;
    }
    if (part.day_limit == nullptr) part.day_limit = &*over;
    if (part.day_limit->slot != over->slot) return false;
    part.pool = static_cast<int>(over->slot);
  }
  return true;
}

std::vector<Part> Evaluation::PartsOf(std::size_t index) {
  Item& item = items_[index];
  const int rank = RankOf(item);
  std::vector<char>& under = under_[index];
  for (const WindowLimit& limit : plan_.limits) {
    under.push_back(TagsHold(limit.active.limit->where, item.result.tags) ? 1 : 0);
  }
  std::vector<Part> parts;
  for (const Piece& piece : item.pieces) {
    if (piece.amount == 0) continue;
    Part& part = parts.emplace_back();
    part.item = index;
    part.days = piece.days;
    part.amount = piece.amount;
    part.rank = rank;
    part.under = under.data();
    if (AssignPool(item.result.tags, part)) continue;
    item.result.reason = kBreakdownNeeded;
    AddStep(plan_, item, Step::kDayCap, &part.day_limit->by->citation, item.Amount(), 0,
            kBreakdownNeeded);
    return {};
  }
  return parts;
}

void Evaluation::Observe(Step step, const Provision* by, const std::vector<Part>& parts,
                         const std::vector<std::int64_t>& before,
                         const std::vector<std::int64_t>& after) {
  struct Change {
    std::int64_t before = 0;
    std::int64_t after = 0;
    const Citation* by = nullptr;
  };
  std::vector<Change> changes(items_.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Change& change = changes[parts[i].item];
    change.before += before[i];
    change.after += after[i];
    if (before[i] == after[i] || change.by != nullptr) continue;
    change.by = by != nullptr ? &by->citation : &parts[i].day_limit->by->citation;
  }
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Change& change = changes[i];
    if (change.by != nullptr)
      AddStep(plan_, items_[i], step, change.by, change.before, change.after);
  }
}

void Evaluation::Settle(Determination& determination) {
  std::vector<Part> parts;
  under_.resize(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const std::vector<Part> more = PartsOf(i);
    parts.insert(parts.end(), more.begin(), more.end());
  }
  const Settlement settlement(plan_, std::move(parts));
  const std::vector<std::int64_t> kept =
      settlement.Settle([&](Step step, const Provision* by, const auto& before, const auto& after) {
        Observe(step, by, settlement.parts(), before, after);
      });
  determination.requirements = Judge(plan_, question_, person_, items_, settlement, kept);
  std::vector<std::int64_t> credited(items_.size(), 0);
  for (std::size_t i = 0; i < kept.size(); ++i) credited[settlement.parts()[i].item] += kept[i];
  Report(credited, determination);
}

int Evaluation::DaysWithoutRule(const Record& record) const {
  const DayRange range = plan_.window.value_or(DayRange{question_.on, question_.on});
  const Day first = std::max(range.first, record.first);
  const Day last = std::min(range.last, record.last);
  int days = 0;
  for (std::size_t i = plan_.EraIndex(first);
       first <= last && i < plan_.eras.size() && plan_.eras[i].begin <= last; ++i) {
    if (!plan_.eras[i].measures.empty()) continue;
    const bool ends = i + 1 < plan_.eras.size() && plan_.eras[i + 1].begin <= last;
    const Day end = ends ? plan_.eras[i + 1].begin - 1 : last;
    days += static_cast<int>(end - std::max(first, plan_.eras[i].begin)) + 1;
  }
  return days;
}

void Evaluation::Report(const std::vector<std::int64_t>& credited, Determination& determination) {
  std::map<std::vector<std::string>, Total> totals;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    RecordResult& result = items_[i].result;
    std::int64_t measured = 0;
    for (const Piece& piece : items_[i].pieces) measured += piece.measured;
    result.measured = Ratio::Of(measured, plan_.grid);
    result.credited = Ratio::Of(credited[i], plan_.grid);
    result.days_without_rule = DaysWithoutRule(*items_[i].record);
    Total& total = totals[result.tags];
    total.records += 1;
    total.measured = total.measured + result.measured;
    total.credited = total.credited + result.credited;
    determination.records.push_back(std::move(result));
  }
  for (auto& [tags, total] : totals) {
    total.tags = tags;
    determination.totals.push_back(std::move(total));
  }
}

Determination Evaluation::Run(const std::vector<Record>& records) {
  Determination determination;
  determination.window = plan_.window;
  determination.open = plan_.window && question_.as_of < plan_.window->last;
  determination.grid = plan_.grid;
  for (const RuleSet* set : plan_.sets) {
    determination.rule_sets.push_back({set->id, set->version, set->content_hash});
  }
  std::sort(determination.rule_sets.begin(), determination.rule_sets.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });

  for (const Record* record : Standing(records)) {
    items_.push_back(Admit(plan_, question_, person_, *record));
  }
  RemoveRepeats(plan_, question_, person_, items_);
  std::vector<const Record*> considered;
  for (const Item& item : items_) {
    if (item.has_peers || Touches(*item.record)) considered.push_back(item.record);
  }
  std::erase_if(items_, [&](const Item& item) { return !Touches(*item.record); });
  for (Item& item : items_) {
    if (!plan_.window) item.pieces.clear();  // amounts are amounts of a window
    if (!item.pieces.empty()) KeepWindowShare(plan_, item);
  }
  Settle(determination);
  determination.verdict = Overall(determination.requirements);
  determination.receipt = ReceiptOf(determination, question_, person_, considered);
  determination.receipt_digest = Sha256(determination.receipt);
  return determination;
}

}  // namespace

Determination EvaluateByBook(const std::shared_ptr<const Book>& book, const Question& question,
                             const PersonContext& person, const std::vector<Record>& records) {
  Determination determination = Evaluation(*book, question, person).Run(records);
  determination.law = book;
  return determination;
}

Determination Evaluate(const RuleBook& rules, const Question& question, const PersonContext& person,
                       const std::vector<Record>& records) {
  return EvaluateByBook(rules.book(), question, person, records);
}

}  // namespace xuefen::rules
