#include "libs/rules/receipt.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "libs/rules/tlv.h"

namespace xuefen::rules {
namespace {

constexpr int kFormatVersion = 2;

// What is commonly needed of one record, of its result with all that belongs to it, and of the rest
// of a receipt.
constexpr std::size_t kRecordBytes = 256;
constexpr std::size_t kResultBytes = 384;
constexpr std::size_t kReceiptBytes = 1024;

enum ReceiptTag {
  kFormat = 1,
  kSemantics,
  kRuleSet,
  kQuestion,
  kContextHash,
  kRecord,
  kGrid,
  kVerdict,
  kRequirement,
  kProvision,
  kResult,
};

// A day is the number of days since 1970-01-01, in an entry of its own so that day 0 is not lost.
void DayField(TlvWriter& writer, int tag, Day day) {
  writer.Entry(tag, [&](TlvWriter& entry) { entry.Int(1, DayNumber(day)); });
}

void AmountField(TlvWriter& writer, int tag, Ratio amount) {
  writer.Entry(tag, [&](TlvWriter& entry) {
    entry.Int(1, amount.numerator());
    if (amount.denominator() != 1) entry.Int(2, amount.denominator());
  });
}

void TextsField(TlvWriter& writer, int tag, const std::map<std::string, std::string>& texts) {
  writer.Entry(tag, [&](TlvWriter& entry) {
    for (const auto& [name, text] : texts) {
      entry.Entry(1, [&, &key = name, &value = text](TlvWriter& pair) {
        pair.Text(1, key).Text(2, value);
      });
    }
  });
}

void NamedDayField(TlvWriter& writer, int tag, const std::string& name, Day day) {
  writer.Entry(tag, [&](TlvWriter& entry) { DayField(entry.Text(1, name), 2, day); });
}

void Fill(const Status& status, TlvWriter& entry) {
  entry.Text(1, status.name);
  DayField(entry, 2, status.period.from);
  if (status.period.to) DayField(entry, 3, *status.period.to);
  TextsField(entry, 4, status.attributes);
}

void Fill(const Waiver& waiver, TlvWriter& entry) {
  entry.Text(1, waiver.requirement).Text(2, waiver.by).Text(3, waiver.reason);
  DayField(entry, 4, waiver.day);
}

// Statuses, waivers and events in an order of their own, so that how they were given is not seen.
std::string ContextBytes(const PersonContext& person) {
  std::vector<std::string> entries;
  const auto add = [&](int tag, const auto& what) {
    TlvWriter writer;
    writer.Entry(tag, [&](TlvWriter& entry) { Fill(what, entry); });
    entries.push_back(std::move(writer).bytes());
  };
  for (const Status& status : person.statuses) add(1, status);
  for (const Waiver& waiver : person.waivers) add(2, waiver);
  for (const auto& [name, day] : person.events) {
    TlvWriter writer;
    NamedDayField(writer, 3, name, day);
    entries.push_back(std::move(writer).bytes());
  }
  std::sort(entries.begin(), entries.end());
  std::string bytes;
  for (const std::string& entry : entries) bytes += entry;
  return bytes;
}

void TagsField(TlvWriter& writer, int tag, const std::vector<std::string>& tags) {
  if (std::is_sorted(tags.begin(), tags.end())) {
    for (const std::string& one : tags) writer.Text(tag, one);
    return;
  }
  std::vector<absl::string_view> sorted(tags.begin(), tags.end());
  std::sort(sorted.begin(), sorted.end());
  for (const absl::string_view one : sorted) writer.Text(tag, one);
}

// `writer` is used for one record after the other.
Sha256Digest RecordDigest(const Record& record, TlvWriter& writer) {
  writer.Clear();
  TagsField(writer, 1, record.tags);
  DayField(writer, 2, record.first);
  DayField(writer, 3, record.last);
  std::vector<DayPart> days = record.days;
  std::sort(days.begin(), days.end(), [](const DayPart& a, const DayPart& b) {
    return std::tie(a.day, a.centi) < std::tie(b.day, b.centi);
  });
  for (const DayPart& part : days) {
    writer.Entry(4, [&](TlvWriter& entry) {
      DayField(entry, 1, part.day);
      entry.Int(2, part.centi);
    });
  }
  for (const auto& [name, centi] : record.quantity_centi) {
    writer.Entry(
        5, [&, &key = name, value = centi](TlvWriter& entry) { entry.Text(1, key).Int(2, value); });
  }
  for (const auto& [name, day] : record.evidence) NamedDayField(writer, 6, name, day);
  TextsField(writer, 7, record.attributes);
  return Sha256(writer.bytes());
}

// The provisions that the answer cites, numbered from 1 in an order of their own. Citations that
// say the same, such as those of two versions of a rule set, have one number.
class Provisions {
 public:
  explicit Provisions(const Determination& determination) {
    for (const RequirementResult& result : determination.requirements) {
      Add(result.by);
      Add(result.adjusted_by);
    }
    for (const RecordResult& record : determination.records) {
      for (const PathStep& step : record.path) Add(step.by);
    }
    std::map<Key, int> numbers;
    for (const auto& [citation, number] : numbers_) numbers.emplace(KeyOf(*citation), 0);
    for (auto& [key, number] : numbers) {
      keys_.push_back(key);
      number = static_cast<int>(keys_.size());
    }
    for (auto& [citation, number] : numbers_) number = numbers.at(KeyOf(*citation));
  }

  int NumberOf(const Citation* citation) const {
    return citation == nullptr ? 0 : numbers_.at(citation);
  }

  void Write(TlvWriter& writer) const {
    for (const Key& key : keys_) {
      writer.Entry(kProvision, [&](TlvWriter& entry) {
        const auto& [rule_set, topic, provision, article, quote] = key;
        entry.Text(1, rule_set).Text(2, topic).Text(3, provision).Text(4, article);
      });
    }
  }

 private:
  using Key = std::tuple<absl::string_view, absl::string_view, absl::string_view, absl::string_view,
                         absl::string_view>;
  static Key KeyOf(const Citation& c) {
    return {c.rule_set, c.topic, c.provision, c.article, c.quote};
  }
  void Add(const Citation* citation) {
    if (citation != nullptr) numbers_.emplace(citation, 0);
  }

  std::map<const Citation*, int> numbers_;  // looked up only: their order is not that of the answer
  std::vector<Key> keys_;
};

void Fill(const RequirementResult& result, const Provisions& provisions, TlvWriter& entry) {
  entry.Text(1, result.requirement).Text(2, VerdictName(result.verdict));
  AmountField(entry, 3, result.earned);
  AmountField(entry, 4, result.threshold);
  AmountField(entry, 5, result.missing);
  entry.Int(6, provisions.NumberOf(result.by));
  entry.Text(7, result.waived_by).Text(8, result.waived_reason);
  if (result.window) {
    DayField(entry, 9, result.window->first);
    DayField(entry, 10, result.window->last);
  }
  entry.Text(11, result.unit).Int(12, provisions.NumberOf(result.adjusted_by));
  AmountField(entry, 13, result.made_up);
  for (const std::string& detail : result.detail) entry.Text(14, detail);
}

void Fill(const PathStep& step, const Provisions& provisions, TlvWriter& entry) {
  entry.Text(1, StepName(step.step)).Int(2, provisions.NumberOf(step.by));
  AmountField(entry, 3, step.amount);
  AmountField(entry, 4, step.cut);
  entry.Text(5, step.reason).Text(6, step.detail);
}

void Fill(const RecordResult& result, const Provisions& provisions, TlvWriter& entry) {
  entry.Text(1, result.id);
  for (const std::string& tag : result.tags) entry.Text(2, tag);
  AmountField(entry, 3, result.measured);
  AmountField(entry, 4, result.credited);
  entry.Text(5, result.reason).Int(6, result.days_without_rule).Text(8, result.unit);
  for (const PathStep& step : result.path) {
    entry.Entry(7, [&](TlvWriter& inner) { Fill(step, provisions, inner); });
  }
}

void FillQuestion(const Determination& determination, const Question& question,
                  const Subject& subject, TlvWriter& entry) {
  entry.Text(1, subject.reference).Text(2, question.purpose);
  DayField(entry, 3, question.as_of);
  DayField(entry, 6, question.on);
  entry.Text(7, question.target);
  if (determination.window) {
    DayField(entry, 4, determination.window->first);
    DayField(entry, 5, determination.window->last);
  }
}

}  // namespace

Sha256Digest ContextHash(const PersonContext& person) { return Sha256(ContextBytes(person)); }

std::string ReceiptOf(const Determination& determination, const Question& question,
                      const Subject& subject, const std::vector<const Record*>& considered) {
  TlvWriter writer(kReceiptBytes + kResultBytes * considered.size());
  writer.Int(kFormat, kFormatVersion).Int(kSemantics, kSemanticsVersion);
  for (const RuleSetReference& set : determination.rule_sets) {
    writer.Entry(kRuleSet, [&](TlvWriter& entry) {
      entry.Text(1, set.id).Text(2, set.version).Text(3, AsView(set.content_hash));
    });
  }
  writer.Entry(kQuestion,
               [&](TlvWriter& entry) { FillQuestion(determination, question, subject, entry); });
  writer.Text(kContextHash, AsView(subject.context_hash));
  TlvWriter record_writer(kRecordBytes);
  for (const Record* record : considered) {
    writer.Entry(kRecord, [&](TlvWriter& entry) {
      entry.Text(1, record->id).Int(2, record->version);
      entry.Text(3, AsView(RecordDigest(*record, record_writer)));
    });
  }
  writer.Int(kGrid, determination.grid).Text(kVerdict, VerdictName(determination.verdict));
  const Provisions provisions(determination);
  for (const RequirementResult& result : determination.requirements) {
    writer.Entry(kRequirement, [&](TlvWriter& entry) { Fill(result, provisions, entry); });
  }
  provisions.Write(writer);
  for (const RecordResult& result : determination.records) {
    writer.Entry(kResult, [&](TlvWriter& entry) { Fill(result, provisions, entry); });
  }
  return std::move(writer).bytes();
}

}  // namespace xuefen::rules
