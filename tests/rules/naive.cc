#include "tests/rules/naive.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <tuple>

namespace xuefen::rules {
namespace {

constexpr std::int64_t kNoCap = 1'000'000'000;

bool HasTag(const Record& record, const std::string& prefix) {
  return std::any_of(record.tags.begin(), record.tags.end(),
                     [&](const std::string& tag) { return tag.rfind(prefix, 0) == 0; });
}

// The largest flow, by augmenting along any path, over a matrix of capacities.
class Flow {
 public:
  explicit Flow(int nodes) : capacity_(nodes, std::vector<std::int64_t>(nodes, 0)) {}
  std::int64_t& operator()(int from, int to) { return capacity_[from][to]; }

  std::int64_t Run(int source, int sink) {
    std::int64_t total = 0;
    for (;;) {
      std::vector<bool> seen(capacity_.size(), false);
      const std::int64_t pushed = Push(source, sink, kNoCap, seen);
      if (pushed == 0) return total;
      total += pushed;
    }
  }

 private:
  std::int64_t Push(int node, int sink, std::int64_t amount, std::vector<bool>& seen) {
    if (node == sink) return amount;
    seen[node] = true;
    for (int next = 0; next < static_cast<int>(capacity_.size()); ++next) {
      if (seen[next] || capacity_[node][next] == 0) continue;
      const std::int64_t pushed = Push(next, sink, std::min(amount, capacity_[node][next]), seen);
      if (pushed == 0) continue;
      capacity_[node][next] -= pushed;
      capacity_[next][node] += pushed;
      return pushed;
    }
    return 0;
  }

  std::vector<std::vector<std::int64_t>> capacity_;
};

enum Kind { kTraining, kSelfStudy, kAchievement };

struct Bit {
  const Record* record = nullptr;
  Kind kind = kTraining;
  Day first, last;
  std::int64_t amount = 0;
  bool professional = false;
};

class Naive {
 public:
  explicit Naive(const Trial& asked) : asked_(asked), year_(asked.question.on.year()) {}

  NaiveAnswer Answer();

 private:
  bool InCity(Day day) const;
  bool Governed(Day day) const { return day >= Day(2016, 4, 1) && day <= Day(2021, 3, 31); }
  bool CityGoverns(Day day) const {
    return InCity(day) && day >= Day(2018, 6, 4) && day <= Day(2021, 3, 31);
  }
  bool Admitted(const Record& record) const;
  void AddBits(const Record& record);
  void AddBit(Bit bit, std::optional<std::int64_t> whole);
  std::int64_t SelfStudyCap() const;
  std::int64_t Most(const std::vector<Bit>& bits) const;

  const Trial& asked_;
  int year_;
  std::vector<Bit> bits_;
};

bool Naive::InCity(Day day) const {
  for (const Status& status : asked_.person.statuses) {
    if (status.name == "division.370000.379900" && status.period.Contains(day)) return true;
  }
  return false;
}

bool Naive::Admitted(const Record& record) const {
  if (HasTag(record, "kind.training")) {
    for (const char* name : {"filed", "approved", "organised_by_authority"}) {
      const auto found = record.evidence.find(name);
      if (found != record.evidence.end() && found->second <= record.first) return true;
    }
    return false;
  }
  const bool verified = record.evidence.contains("employer_verified");
  if (HasTag(record, "kind.achievement")) {
    return verified || !HasTag(record, "kind.achievement.other");
  }
  for (const Status& status : asked_.person.statuses) {
    if (status.name == "archive" &&
        status.attributes.at("employer") == record.attributes.at("employer") &&
        status.period.Contains(record.first) && status.period.Contains(record.last)) {
      return verified;
    }
  }
  return false;
}

// Keeps of a bit what lies in the year and on governed days.
void Naive::AddBit(Bit bit, std::optional<std::int64_t> whole) {
  if (whole) {  // spread over the days, one unit after the other, from the first day on
    const std::int64_t days = bit.last - bit.first + 1;
    std::vector<std::int64_t> of_day(days, *whole / days);
    for (std::int64_t i = 0; i < *whole % days; ++i) of_day[i] += 1;
    bit.amount = 0;
    for (std::int64_t i = 0; i < days; ++i) {
      if ((bit.first + i).year() == year_) bit.amount += of_day[i];
    }
  }
  while (bit.first <= bit.last && (bit.first.year() != year_ || !Governed(bit.first))) ++bit.first;
  while (bit.first <= bit.last && (bit.last.year() != year_ || !Governed(bit.last))) --bit.last;
  if (bit.first <= bit.last && bit.amount > 0) bits_.push_back(bit);
}

void Naive::AddBits(const Record& record) {
  if (record.voided || !Admitted(record)) return;
  Bit bit;
  bit.record = &record;
  bit.first = record.first;
  bit.last = record.last;
  bit.kind = HasTag(record, "kind.training")     ? kTraining
             : HasTag(record, "kind.self_study") ? kSelfStudy
                                                 : kAchievement;
  bit.professional = !HasTag(record, "subject.general");
  if (!record.days.empty()) {
    for (const DayPart& part : record.days) {
      bit.first = bit.last = part.day;
      bit.amount = part.centi;
      AddBit(bit, std::nullopt);
    }
    return;
  }
  std::int64_t amount = 1000;
  if (bit.kind != kAchievement) amount = record.quantity_centi.at("hours");
  const auto attended = record.quantity_centi.find("attended");
  if (attended != record.quantity_centi.end()) amount = std::min(amount, attended->second);
  AddBit(bit, amount);
}

std::int64_t Naive::SelfStudyCap() const {
  Day last(year_, 12, 31);
  while (!Governed(last)) --last;
  if (!CityGoverns(last)) return 4000;
  std::int64_t cap = 3000;
  for (Day day(year_, 1, 1); day < last; ++day) {
    if (!Governed(day) || CityGoverns(day) || !CityGoverns(day + 1)) continue;
    std::int64_t before = 0;  // `day` is the last one under the province's ceiling
    for (const Bit& bit : bits_) {
      if (bit.kind == kSelfStudy && bit.last <= day) before += bit.amount;
    }
    cap = std::max(cap, std::min<std::int64_t>(4000, before));
  }
  return cap;
}

std::int64_t Naive::Most(const std::vector<Bit>& bits) const {
  const int source = 0, sink = 1, kinds = 2, first_bit = 5;
  const int first_day = first_bit + static_cast<int>(bits.size());
  std::vector<Day> days;
  for (const Bit& bit : bits) {
    for (Day day = bit.first; day <= bit.last; ++day) days.push_back(day);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  Flow flow(first_day + static_cast<int>(days.size()));
  flow(source, kinds + kTraining) = kNoCap;
  flow(source, kinds + kSelfStudy) = SelfStudyCap();
  flow(source, kinds + kAchievement) = 3000;
  for (std::size_t i = 0; i < days.size(); ++i) {
    flow(first_day + static_cast<int>(i), sink) = CityGoverns(days[i]) ? 600 : 800;
  }
  for (std::size_t b = 0; b < bits.size(); ++b) {
    const int node = first_bit + static_cast<int>(b);
    flow(kinds + bits[b].kind, node) = bits[b].amount;
    if (bits[b].kind != kTraining) flow(node, sink) = kNoCap;
    for (std::size_t i = 0; i < days.size(); ++i) {
      const bool usable = bits[b].first <= days[i] && days[i] <= bits[b].last;
      if (usable && bits[b].kind == kTraining) flow(node, first_day + static_cast<int>(i)) = kNoCap;
    }
  }
  return flow.Run(source, sink);
}

NaiveAnswer Naive::Answer() {
  for (const Record& record : asked_.records) AddBits(record);
  NaiveAnswer answer;
  answer.total = Most(bits_);
  std::vector<Bit> professional;
  std::copy_if(bits_.begin(), bits_.end(), std::back_inserter(professional),
               [](const Bit& bit) { return bit.professional; });
  answer.professional = Most(professional);

  // As much as possible of each in turn, without taking from those before it.
  std::sort(bits_.begin(), bits_.end(), [](const Bit& a, const Bit& b) {
    return std::tuple(!a.professional, a.last, a.first, a.record->id) <
           std::tuple(!b.professional, b.last, b.first, b.record->id);
  });
  std::vector<Bit> fixed;
  std::int64_t before = 0;
  const std::vector<Bit> ordered = bits_;
  for (const Bit& bit : ordered) {
    fixed.push_back(bit);
    const std::int64_t with = Most(fixed);
    fixed.back().amount = with - before;
    answer.credited[bit.record->id] += with - before;
    before = with;
  }
  return answer;
}

}  // namespace

NaiveAnswer AnswerNaively(const Trial& asked) { return Naive(asked).Answer(); }

}  // namespace xuefen::rules
