#include "libs/rules/evaluate.h"

#include <algorithm>
#include <tuple>

#include "libs/rules/calendar.h"
#include "libs/rules/divide.h"
#include "libs/rules/items.h"
#include "libs/rules/judge.h"
#include "libs/rules/receipt.h"

namespace xuefen::rules {
namespace {

absl::string_view HowDivided(const Law& law, const Item& item) {
  if (!item.record->days.empty()) return "days outside the window";
  const WindowKind& kind = law.windows()[law.asked()->kind];
  return law.windows()[kind.base].window->crossing == Crossing::kLastDay
             ? "counts in the window of its last day"
             : "divided by day at the edge of the window";
}

// The one of the record's unit and tags, put in its place where there is none yet.
Total& TotalFor(const RecordResult& result, std::vector<Total>& totals) {
  const auto key = [](const auto& of) { return std::tie(of.unit, of.tags); };
  const auto at =
      std::lower_bound(totals.begin(), totals.end(), result,
                       [&](const Total& a, const RecordResult& b) { return key(a) < key(b); });
  if (at != totals.end() && key(*at) == key(result)) return *at;
  return *totals.insert(at, {result.unit, result.tags, 0, {}, {}});
}

class Evaluation {
 public:
  Evaluation(const Law& law, const Subject& subject) : law_(law), subject_(subject) {}

  Determination Run(const std::vector<Record>& records);

 private:
  bool InWindow(const Piece& piece) const;
  bool IsListed(const Item& item) const;
  void NoteWindow(Item& item) const;
  void NoteCuts(const Judge::Shown& shown);
  int DaysWithoutRule(const Item& item) const;
  void Report(Determination& determination);
  std::vector<const Record*> Considered() const;

  const Law& law_;
  const Subject& subject_;
  std::vector<Item> items_;      // in order of the records' ids; then those that were moved
  std::vector<Ratio> credited_;  // by item
};

bool Evaluation::InWindow(const Piece& piece) const {
  return law_.asked() && CountsIn(law_, piece, law_.asked()->kind, law_.asked()->at);
}

bool Evaluation::IsListed(const Item& item) const {
  if (item.moved) return InWindow(item.pieces.front());
  const DayRange window = law_.AskedDays();
  const bool touches = item.record->first <= window.last && window.first <= item.record->last;
  return touches || std::any_of(item.pieces.begin(), item.pieces.end(),
                                [this](const Piece& piece) { return InWindow(piece); });
}

// Where only a part of the record counts in the window.
void Evaluation::NoteWindow(Item& item) const {
  if (!law_.asked()) return;
  std::int64_t inside = 0;
  bool whole = true;
  for (const Piece& piece : item.pieces) {
    if (InWindow(piece)) inside += piece.amount;
    whole = whole && InWindow(piece);
  }
  if (whole || item.pieces.empty()) return;
  AddStep(law_, item, Step::kWindow, &law_.windows()[law_.asked()->kind].by->citation,
          item.Amount(), inside, "", std::string(HowDivided(law_, item)));
}

void Evaluation::NoteCuts(const Judge::Shown& shown) {
  std::vector<Ratio> left(items_.size());
  for (std::size_t i = 0; i < shown.shares.size(); ++i) {
    const Share& share = shown.shares[i];
    if (share.gone) continue;
    left[share.item] = left[share.item] + Ratio::Of(share.amount, law_.grid());
    credited_[share.item] = credited_[share.item] + shown.allocation.kept[i];
  }
  for (const Allocation::Cut& cut : shown.allocation.cuts) {
    const std::size_t item = shown.shares[cut.share].item;
    std::vector<PathStep>& path = items_[item].result.path;
    left[item] = left[item] - cut.amount;
    if (!path.empty() && path.back().step == cut.step && path.back().by == &cut.by->citation) {
      path.back().amount = left[item];
      path.back().cut = path.back().cut + cut.amount;
    } else {
      path.push_back({cut.step, &cut.by->citation, left[item], cut.amount, "", ""});
    }
  }
}

// Days of the record inside the window on which nothing recognises anything.
int Evaluation::DaysWithoutRule(const Item& item) const {
  const std::optional<DayRange> days =
      Common({item.record->first, item.record->last}, law_.AskedDays());
  if (!days) return 0;
  const Eras& eras = law_.ErasFor(item.choice);
  std::int64_t count = 0;
  for (std::size_t i = EraIndex(eras, days->first); i < eras.size() && eras[i].begin <= days->last;
       ++i) {
    if (!eras[i].measures.empty()) continue;
    count += LengthOf(*Common({eras[i].begin, eras[i].last}, *days));
  }
  return static_cast<int>(count);
}

void Evaluation::Report(Determination& determination) {
  determination.records.reserve(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (!IsListed(items_[i])) continue;
    RecordResult& result = items_[i].result;
    result.id = items_[i].record->id;
    result.version = items_[i].record->version;
    std::int64_t measured = 0;
    for (const Piece& piece : items_[i].pieces) {
      if (InWindow(piece)) measured += piece.measured;
    }
    result.measured = Ratio::Of(measured, law_.grid());
    result.credited = credited_[i];
    result.days_without_rule = DaysWithoutRule(items_[i]);
    Total& total = TotalFor(result, determination.totals);
    total.records += 1;
    total.measured = total.measured + result.measured;
    total.credited = total.credited + result.credited;
    determination.records.push_back(std::move(result));
  }
  const auto before = [](const RecordResult& a, const RecordResult& b) { return a.id < b.id; };
  auto& results = determination.records;  // in order but for those that were moved
  if (!std::is_sorted(results.begin(), results.end(), before)) {
    std::stable_sort(results.begin(), results.end(), before);
  }
  determination.unknown = {law_.unknown().begin(), law_.unknown().end()};
}

// The records that the answer rests on.
std::vector<const Record*> Evaluation::Considered() const {
  std::vector<const Record*> considered;
  for (const Item& item : items_) {
    if (item.moved || (!considered.empty() && considered.back() == item.record)) continue;
    if (law_.looks_beyond() || item.has_peers || IsListed(item)) considered.push_back(item.record);
  }
  return considered;
}

Determination Evaluation::Run(const std::vector<Record>& records) {
  Determination determination;
  if (law_.asked()) determination.window = law_.asked()->at.days;
  determination.open = law_.asked() && law_.question().as_of < law_.asked()->at.days.last;
  determination.grid = law_.grid();
  determination.unit = law_.units().front();
  for (const RuleSet* set : law_.sets()) {
    determination.rule_sets.push_back({set->id, set->version, set->content_hash});
  }
  std::sort(determination.rule_sets.begin(), determination.rule_sets.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });

  items_ = ItemsOf(law_, records);
  Judge judge(law_, items_);
  determination.requirements = judge.JudgeAll();
  const std::vector<Judge::Shown> shown = judge.Show(determination.requirements);
  determination.verdict = Overall(determination.requirements);
  credited_.resize(items_.size());
  for (Item& item : items_) {
    if (IsListed(item)) NoteWindow(item);
  }
  for (const Judge::Shown& unit : shown) NoteCuts(unit);
  const std::vector<const Record*> considered = Considered();
  Report(determination);
  determination.receipt = ReceiptOf(determination, law_.question(), subject_, considered);
  determination.receipt_digest = Sha256(determination.receipt);
  return determination;
}

}  // namespace

struct Inquiry::Parts {
  Parts(std::shared_ptr<const Book> for_book, Question asked, PersonContext context)
      : book(std::move(for_book)),
        question(std::move(asked)),
        person(std::move(context)),
        context_hash(ContextHash(person)),
        law(*book, question, person) {}

  const std::shared_ptr<const Book> book;
  const Question question;
  const PersonContext person;
  const Sha256Digest context_hash;
  Law law;
};

Inquiry::Inquiry(std::shared_ptr<const Book> book, Question question, PersonContext context)
    : parts_(std::make_unique<Parts>(std::move(book), std::move(question), std::move(context))) {}

Inquiry::~Inquiry() = default;

DayRange Inquiry::Reach() const { return parts_->law.Reach(); }

Determination Inquiry::Answer(const std::string& reference, const std::vector<Record>& records) {
  parts_->law.BeginAnswer();
  const Subject subject{reference, parts_->context_hash};
  Determination determination = Evaluation(parts_->law, subject).Run(records);
  determination.law = parts_->book;
  return determination;
}

Determination Evaluate(const RuleBook& rules, const Question& question, const PersonContext& person,
                       const std::vector<Record>& records) {
  return Inquiry(rules.book(), question, person).Answer(person.reference, records);
}

}  // namespace xuefen::rules
