#include "libs/rules/receipt.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "libs/rules/tlv.h"

namespace xuefen::rules {
namespace {

constexpr int kFormatVersion = 2;

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
TlvWriter& DayField(TlvWriter& writer, int tag, Day day) {
  return writer.Entry(tag, TlvWriter().Int(1, DayNumber(day)));
}

TlvWriter Amount(Ratio amount) {
  TlvWriter writer;
  writer.Int(1, amount.numerator());
  if (amount.denominator() != 1) writer.Int(2, amount.denominator());
  return writer;
}

TlvWriter Texts(const std::map<std::string, std::string>& texts) {
  TlvWriter writer;
  for (const auto& [name, text] : texts) writer.Entry(1, TlvWriter().Text(1, name).Text(2, text));
  return writer;
}

// Statuses and waivers in an order of their own, so that how they were given is not seen.
std::string ContextBytes(const PersonContext& person) {
  std::vector<std::string> entries;
  for (const Status& status : person.statuses) {
    TlvWriter entry;
    entry.Text(1, status.name);
    DayField(entry, 2, status.period.from);
    if (status.period.to) DayField(entry, 3, *status.period.to);
    entry.Entry(4, Texts(status.attributes));
    entries.push_back(TlvWriter().Entry(1, entry).bytes());
  }
  for (const Waiver& waiver : person.waivers) {
    TlvWriter entry;
    entry.Text(1, waiver.requirement).Text(2, waiver.by).Text(3, waiver.reason);
    DayField(entry, 4, waiver.day);
    entries.push_back(TlvWriter().Entry(2, entry).bytes());
  }
  for (const auto& [name, day] : person.events) {
    TlvWriter entry;
    entries.push_back(TlvWriter().Entry(3, DayField(entry.Text(1, name), 2, day)).bytes());
  }
  std::sort(entries.begin(), entries.end());
  std::string bytes;
  for (const std::string& entry : entries) bytes += entry;
  return bytes;
}

std::string RecordBytes(const Record& record) {
  TlvWriter writer;
  std::vector<std::string> tags = record.tags;
  std::sort(tags.begin(), tags.end());
  for (const std::string& tag : tags) writer.Text(1, tag);
  DayField(writer, 2, record.first);
  DayField(writer, 3, record.last);
  std::vector<DayPart> days = record.days;
  std::sort(days.begin(), days.end(), [](const DayPart& a, const DayPart& b) {
    return std::tie(a.day, a.centi) < std::tie(b.day, b.centi);
  });
  for (const DayPart& part : days) {
    TlvWriter entry;
    writer.Entry(4, DayField(entry, 1, part.day).Int(2, part.centi));
  }
  for (const auto& [name, centi] : record.quantity_centi) {
    writer.Entry(5, TlvWriter().Text(1, name).Int(2, centi));
  }
  for (const auto& [name, day] : record.evidence) {
    TlvWriter entry;
    writer.Entry(6, DayField(entry.Text(1, name), 2, day));
  }
  return writer.Entry(7, Texts(record.attributes)).bytes();
}

// The provisions that the answer cites, numbered from 1 in an order of their own.
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
    int number = 0;
    for (auto& [key, value] : numbers_) value = ++number;
  }

  int NumberOf(const Citation* citation) const {
    return citation == nullptr ? 0 : numbers_.at(KeyOf(*citation));
  }

  void Write(TlvWriter& writer) const {
    for (const auto& [key, number] : numbers_) {
      const auto& [rule_set, topic, provision, article, quote] = key;
      writer.Entry(
          kProvision,
          TlvWriter().Text(1, rule_set).Text(2, topic).Text(3, provision).Text(4, article));
    }
  }

 private:
  using Key = std::tuple<absl::string_view, absl::string_view, absl::string_view, absl::string_view,
                         absl::string_view>;
  static Key KeyOf(const Citation& c) {
    return {c.rule_set, c.topic, c.provision, c.article, c.quote};
  }
  void Add(const Citation* citation) {
    if (citation != nullptr) numbers_.emplace(KeyOf(*citation), 0);
  }

  std::map<Key, int> numbers_;
};

TlvWriter RequirementEntry(const RequirementResult& result, const Provisions& provisions) {
  TlvWriter writer;
  writer.Text(1, result.requirement).Text(2, VerdictName(result.verdict));
  writer.Entry(3, Amount(result.earned)).Entry(4, Amount(result.threshold));
  writer.Entry(5, Amount(result.missing)).Int(6, provisions.NumberOf(result.by));
  writer.Text(7, result.waived_by).Text(8, result.waived_reason);
  if (result.window) {
    DayField(writer, 9, result.window->first);
    DayField(writer, 10, result.window->last);
  }
  writer.Text(11, result.unit).Int(12, provisions.NumberOf(result.adjusted_by));
  writer.Entry(13, Amount(result.made_up));
  for (const std::string& detail : result.detail) writer.Text(14, detail);
  return writer;
}

TlvWriter ResultEntry(const RecordResult& result, const Provisions& provisions) {
  TlvWriter writer;
  writer.Text(1, result.id);
  for (const std::string& tag : result.tags) writer.Text(2, tag);
  writer.Entry(3, Amount(result.measured)).Entry(4, Amount(result.credited));
  writer.Text(5, result.reason).Int(6, result.days_without_rule).Text(8, result.unit);
  for (const PathStep& step : result.path) {
    TlvWriter entry;
    entry.Text(1, StepName(step.step)).Int(2, provisions.NumberOf(step.by));
    entry.Entry(3, Amount(step.amount)).Entry(4, Amount(step.cut));
    writer.Entry(7, entry.Text(5, step.reason).Text(6, step.detail));
  }
  return writer;
}

TlvWriter QuestionEntry(const Determination& determination, const Question& question,
                        const PersonContext& person) {
  TlvWriter writer;
  writer.Text(1, person.reference).Text(2, question.purpose);
  DayField(writer, 3, question.as_of);
  DayField(writer, 6, question.on);
  writer.Text(7, question.target);
  if (determination.window) {
    DayField(writer, 4, determination.window->first);
    DayField(writer, 5, determination.window->last);
  }
  return writer;
}

}  // namespace

std::string ReceiptOf(const Determination& determination, const Question& question,
                      const PersonContext& person, const std::vector<const Record*>& considered) {
  TlvWriter writer;
  writer.Int(kFormat, kFormatVersion).Int(kSemantics, kSemanticsVersion);
  for (const RuleSetReference& set : determination.rule_sets) {
    writer.Entry(
        kRuleSet,
        TlvWriter().Text(1, set.id).Text(2, set.version).Text(3, AsView(set.content_hash)));
  }
  writer.Entry(kQuestion, QuestionEntry(determination, question, person));
  writer.Text(kContextHash, AsView(Sha256(ContextBytes(person))));
  for (const Record* record : considered) {
    writer.Entry(kRecord, TlvWriter()
                              .Text(1, record->id)
                              .Int(2, record->version)
                              .Text(3, AsView(Sha256(RecordBytes(*record)))));
  }
  writer.Int(kGrid, determination.grid).Text(kVerdict, VerdictName(determination.verdict));
  const Provisions provisions(determination);
  for (const RequirementResult& result : determination.requirements) {
    writer.Entry(kRequirement, RequirementEntry(result, provisions));
  }
  provisions.Write(writer);
  for (const RecordResult& result : determination.records) {
    writer.Entry(kResult, ResultEntry(result, provisions));
  }
  return writer.bytes();
}

}  // namespace xuefen::rules
