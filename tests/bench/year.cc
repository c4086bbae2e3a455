#include "tests/bench/year.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/civil.h"

namespace xuefen::bench {
namespace {

constexpr int kCities = 17;
constexpr int kShapes = 12;  // kinds, subjects, with evidence or not
const Day kNewYear(2018, 1, 1);

// Numbers without end that look random, from one.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed * 0xD1342543DE82EF95ULL) {}

  std::uint32_t Below(std::uint32_t bound) {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<std::uint32_t>(((z ^ (z >> 31)) >> 32) * bound >> 32);
  }

 private:
  std::uint64_t state_;
};

std::size_t ShapeIndex(const Year::Entry& entry) {
  return static_cast<std::size_t>(entry.kind) * 4 + (entry.professional ? 2U : 0U) +
         (entry.evidenced ? 1U : 0U);
}

rules::Record RecordOf(const Year::Entry& entry) {
  rules::Record record;
  record.first = DayFromNumber(entry.first);
  record.last = DayFromNumber(entry.last);
  record.tags = {entry.professional ? "subject.professional" : "subject.general"};
  switch (entry.kind) {
    case Year::kTraining:
      record.tags.push_back("kind.training");
      if (entry.evidenced) record.evidence["filed"] = record.first;
      break;
    case Year::kSelfStudy:
      record.tags.push_back("kind.self_study");
      record.attributes["employer"] = "e1";
      if (entry.evidenced) record.evidence["employer_verified"] = record.first;
      break;
    case Year::kAchievement: record.tags.push_back("kind.achievement"); return record;
  }
  record.quantity_centi[rules::kDailyQuantity] = entry.centi;
  return record;
}

}  // namespace

Year::Year(std::size_t people, int records_each, bool spans)
    : people_(people), records_each_(records_each), spans_(spans) {}

void Year::EntriesOf(std::size_t person, std::vector<Entry>& entries) const {
  constexpr std::uint32_t kDays = 363;  // none over the end of the year
  Numbers numbers(person + 1);
  entries.clear();
  for (int i = 0; i < records_each_; ++i) {
    Entry& entry = entries.emplace_back();
    entry.first = DayNumber(kNewYear) + static_cast<std::int32_t>(numbers.Below(kDays));
    entry.last = entry.first;
    const std::uint32_t kind = numbers.Below(10);
    entry.kind = kind < 7 ? kTraining : kind < 9 ? kSelfStudy : kAchievement;
    entry.professional = numbers.Below(3) > 0;
    entry.evidenced = numbers.Below(32) > 0 || entry.kind == kAchievement;
    const std::int32_t days =
        spans_ && entry.kind == kTraining ? 1 + static_cast<std::int32_t>(numbers.Below(3)) : 1;
    entry.last += days - 1;
    if (entry.kind != kAchievement) {
      entry.centi = 50 * days * static_cast<std::int32_t>(2 + numbers.Below(24));
    }
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.first != b.first ? a.first < b.first : a.last < b.last;
  });
}

rules::PersonContext Year::PersonOf(std::size_t person) const {
  rules::PersonContext context;
  context.statuses = {{absl::StrFormat("division.370000.37%02d00", 1 + person % kCities),
                       {rules::kFirstDay, std::nullopt},
                       {}},
                      {"archive", {rules::kFirstDay, std::nullopt}, {{"employer", "e1"}}}};
  return context;
}

rules::Batch::Facts Year::FactsOf(std::size_t person) const {
  rules::Batch::Facts facts{PersonOf(person), {}};
  std::vector<Entry> entries;
  EntriesOf(person, entries);
  for (const Entry& entry : entries) {
    facts.records.push_back(RecordOf(entry));
    facts.records.back().id = absl::StrCat(facts.records.size());
  }
  return facts;
}

const YearColumns::City& YearColumns::CityOf(std::size_t person) {
  const std::size_t city = person % kCities;
  if (cities_.size() <= city) cities_.resize(city + 1);
  City& known = cities_[city];
  if (!known.shapes.empty()) return known;
  const rules::PersonContext context = year_.PersonOf(person);
  known.context = population_.CodeOf(context);
  known.shapes.resize(kShapes);
  for (const Year::Kind kind : {Year::kTraining, Year::kSelfStudy, Year::kAchievement}) {
    for (const bool professional : {false, true}) {
      for (const bool evidenced : {false, true}) {
        const Year::Entry entry{0, 0, kind, professional, evidenced, 0};
        known.shapes[ShapeIndex(entry)] = population_.ShapeOf(context, RecordOf(entry), {});
      }
    }
  }
  return known;
}

void YearColumns::Add(std::size_t person, absl::Span<const Year::Entry> entries) {
  const City& city = CityOf(person);
  rows_.clear();
  for (const Year::Entry& entry : entries) {
    rows_.push_back({entry.first, entry.last, city.shapes[ShapeIndex(entry)], entry.centi});
  }
  population_.Add(city.context, rows_);
}

void YearColumns::AddAll(std::size_t first, std::size_t end) {
  std::vector<Year::Entry> entries;
  for (std::size_t person = first; person < end; ++person) {
    year_.EntriesOf(person, entries);
    Add(person, entries);
  }
}

rules::Question AnnualCheck() {
  const Day end(2018, 12, 31);
  return {end, end, "annual_check", ""};
}

}  // namespace xuefen::bench
