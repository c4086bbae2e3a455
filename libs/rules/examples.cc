#include "libs/rules/examples.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/hours.h"
#include "libs/rules/evaluate.h"

namespace xuefen::rules {
namespace {

std::int64_t ReadQuantity(Reader& reader, const std::string& text, const Place& place,
                          absl::string_view field) {
  const std::optional<Hours> quantity = ParseHours(text);
  if (!quantity) {
    place.Report(
        reader.diagnostics(), field, -1,
        absl::StrCat("\"", text, "\" is not a quantity; wanted: a decimal of at most two places"));
  }
  return quantity.value_or(Hours()).centi();
}

// Keys of a map in order, so that messages come in order. The parser keeps the last entry of a key;
// that the others are lost is told.
template <typename Map>
std::vector<std::string> Keys(Reader& reader, const Map& map, const Place& place,
                              absl::string_view field) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  if (place.Written(field) > static_cast<int>(keys.size())) {
    place.Report(reader.diagnostics(), field, -1,
                 absl::StrCat("one key of ", field, " is written twice; wanted: each once",
                              field == "event" ? "; what may happen again is a status" : ""));
  }
  return keys;
}

class Examiner {
 public:
  Examiner(const std::shared_ptr<const RuleSet>& set, const Book& book, Diagnostics& diagnostics)
      : reader_(set->names, diagnostics), diagnostics_(diagnostics), set_(*set), book_(book) {}

  void Examine(const pb::Example& example, const Place& place);

 private:
  std::shared_ptr<const Book> BookFor(const pb::Example& example, const Place& place);
  void Ask(const std::shared_ptr<const Book>& book, const pb::Example& example, const pb::Ask& ask,
           const Place& place, const PersonContext& person, const std::vector<Record>& records);
  void Expect(const std::string& subject, const pb::Expect& expect, const Place& place,
              const Determination& determination);
  void Credit(const std::string& subject, const pb::Credit& credit, const Place& place,
              const Determination& determination);
  void Compare(const std::string& subject, absl::string_view what, const std::string& is,
               const std::string& wanted, const Place& place, absl::string_view field);

  Reader reader_;
  Diagnostics& diagnostics_;
  const RuleSet& set_;
  const Book& book_;
};

// Only the set, those above, and those the example names with theirs: what else stands beside it
// must not decide its examples.
std::shared_ptr<const Book> Examiner::BookFor(const pb::Example& example, const Place& place) {
  std::vector<const RuleSet*> named{&set_};
  for (int i = 0; i < example.beside_size(); ++i) {
    const auto found = std::find_if(book_.sets.begin(), book_.sets.end(),
                                    [&](const auto& set) { return set->id == example.beside(i); });
    if (found != book_.sets.end()) {
      named.push_back(found->get());
      continue;
    }
    place.Report(diagnostics_, "beside", i,
                 absl::StrCat("rule set \"", example.beside(i),
                              "\" is not among the files; wanted: the id of one"));
  }
  std::vector<std::shared_ptr<const RuleSet>> chosen;
  for (const auto& candidate : book_.sets) {
    const bool wanted = std::any_of(named.begin(), named.end(), [&](const RuleSet* at) {
      while (at != nullptr && at != candidate.get()) at = at->above;
      return at != nullptr;
    });
    if (wanted) chosen.push_back(candidate);
  }
  return std::make_shared<const Book>(MakeBook(std::move(chosen)));
}

void Examiner::Compare(const std::string& subject, absl::string_view what, const std::string& is,
                       const std::string& wanted, const Place& place, absl::string_view field) {
  if (wanted.empty() || is == wanted) return;
  place.Report(
      diagnostics_, field, -1,
      absl::StrCat(subject, " ", what, " ", is.empty() ? "nothing" : is, ", file says ", wanted));
}

void Examiner::Expect(const std::string& subject, const pb::Expect& expect, const Place& place,
                      const Determination& determination) {
  if (expect.verdict().empty() && expect.earned().empty() && expect.missing().empty() &&
      expect.wanted().empty() && expect.by().empty()) {
    place.Report(diagnostics_,
                 absl::StrCat(subject, "requirement ", expect.requirement(),
                              ": expects nothing; wanted: verdict, earned, missing, wanted or by"));
  }
  const RequirementResult* result = determination.Find(expect.requirement());
  if (result == nullptr) {
    place.Report(diagnostics_, absl::StrCat(subject, "no requirement \"", expect.requirement(),
                                            "\" reaches the person; wanted: the id of one"));
    return;
  }
  const std::string which = absl::StrCat(subject, "requirement ", expect.requirement());
  Compare(which, "is", std::string(VerdictName(result->verdict)), expect.verdict(), place,
          "verdict");
  Compare(which, "earned", FormatRatio(result->earned), expect.earned(), place, "earned");
  Compare(which, "misses", FormatRatio(result->missing), expect.missing(), place, "missing");
  Compare(which, "wants", FormatRatio(result->threshold), expect.wanted(), place, "wanted");
  Compare(which, "is decided by", result->by == nullptr ? "" : result->by->provision, expect.by(),
          place, "by");
}

void Examiner::Credit(const std::string& subject, const pb::Credit& credit, const Place& place,
                      const Determination& determination) {
  if (credit.amount().empty() && credit.cut_by().empty() && credit.reason().empty()) {
    place.Report(diagnostics_, absl::StrCat(subject, "record ", credit.record(),
                                            ": expects nothing; wanted: amount, cut_by or reason"));
  }
  const auto wanted = [&](const RecordResult& r) {
    return r.id == credit.record() && (credit.unit().empty() || r.unit == credit.unit());
  };
  const auto result =
      std::find_if(determination.records.begin(), determination.records.end(), wanted);
  if (result == determination.records.end()) {
    place.Report(diagnostics_, absl::StrCat(subject, "no record \"", credit.record(),
                                            "\" in that window; wanted: the id of one"));
    return;
  }
  std::string cut_by;
  for (const PathStep& step : result->path) {
    if (step.cut != Ratio() && step.by != nullptr) cut_by = step.by->provision;
  }
  const std::string which = absl::StrCat(subject, "record ", credit.record());
  Compare(which, "counts", FormatRatio(result->credited), credit.amount(), place, "amount");
  Compare(which, "is cut by", cut_by, credit.cut_by(), place, "cut_by");
  Compare(which, "is refused for", result->reason, credit.reason(), place, "reason");
}

void Examiner::Ask(const std::shared_ptr<const Book>& book, const pb::Example& example,
                   const pb::Ask& ask, const Place& place, const PersonContext& person,
                   const std::vector<Record>& records) {
  const std::optional<Day> on = reader_.ReadDay(ask.on(), place, "on");
  const std::optional<Day> as_of =
      ask.as_of().empty() ? on : reader_.ReadDay(ask.as_of(), place, "as_of");
  if (!on || !as_of) return;
  const Determination determination =
      Inquiry(book, {*on, *as_of, ask.purpose(), ask.target()}, person)
          .Answer(person.reference, records);
  const std::string subject = absl::StrCat("example \"", example.name(), "\": ");
  if (ask.expect().empty() && ask.credit().empty()) {
    place.Report(diagnostics_,
                 absl::StrCat(subject, "the question expects nothing; wanted: expect or credit"));
  }
  for (int i = 0; i < ask.expect_size(); ++i) {
    Expect(subject, ask.expect(i), place.In("expect", i), determination);
  }
  for (int i = 0; i < ask.credit_size(); ++i) {
    Credit(subject, ask.credit(i), place.In("credit", i), determination);
  }
}

void Examiner::Examine(const pb::Example& example, const Place& place) {
  const std::size_t wrong = diagnostics_.size();
  const PersonContext person = ReadPerson(reader_, example.person(), place.In("person"));
  std::vector<Record> records;
  for (int i = 0; i < example.record_size(); ++i) {
    records.push_back(ReadRecord(reader_, example.record(i), place.In("record", i)));
  }
  if (example.ask().empty()) {
    place.Report(diagnostics_,
                 absl::StrCat("example \"", example.name(), "\" asks nothing; wanted: ask"));
  }
  const std::shared_ptr<const Book> book = BookFor(example, place);
  for (int i = 0; i < example.person().waiver_size(); ++i) {
    const std::string& waived = example.person().waiver(i).requirement();
    const bool known = std::any_of(book->slots.begin(), book->slots.end(), [&](const Slot& slot) {
      return slot.id == waived && slot.Holds<Requirement>();
    });
    if (known) continue;
    place.In("person")
        .In("waiver", i)
        .Report(diagnostics_, "requirement", -1,
                absl::StrCat("no requirement \"", waived, "\"; wanted: the id of one"));
  }
  if (diagnostics_.size() > wrong) return;
  for (int i = 0; i < example.ask_size(); ++i) {
    Ask(book, example, example.ask(i), place.In("ask", i), person, records);
  }
}

}  // namespace

PersonContext ReadPerson(Reader& reader, const pb::Person& message, const Place& place) {
  PersonContext person;
  for (int i = 0; i < message.status_size(); ++i) {
    const pb::Status& from = message.status(i);
    const Place at = place.In("status", i);
    reader.CheckStatus(from.name(), at, "name", -1);
    Status& status = person.statuses.emplace_back();
    status.name = from.name();
    if (from.has_period()) status.period = reader.ReadPeriod(from.period(), at.In("period"));
    for (const std::string& key : Keys(reader, from.attribute(), at, "attribute")) {
      reader.CheckName("attribute", key, reader.names().attributes, at.Entry("attribute", key),
                       "key");
      status.attributes[key] = from.attribute().at(key);
    }
  }
  for (const std::string& key : Keys(reader, message.event(), place, "event")) {
    reader.CheckName("event", key, reader.names().events, place.Entry("event", key), "key");
    const std::optional<Day> day =
        reader.ReadDay(message.event().at(key), place.Entry("event", key), "value");
    person.events[key] = day.value_or(kFirstDay);
  }
  for (int i = 0; i < message.waiver_size(); ++i) {
    const pb::Waiver& from = message.waiver(i);
    const std::optional<Day> day = reader.ReadDay(from.day(), place.In("waiver", i), "day");
    person.waivers.push_back(
        {from.requirement(), from.by(), from.reason(), day.value_or(kFirstDay)});
  }
  return person;
}

Record ReadRecord(Reader& reader, const pb::Record& message, const Place& place) {
  Record record;
  record.id = message.id();
  record.voided = message.void_();
  for (int i = 0; i < message.tag_size(); ++i) {
    reader.CheckTag(message.tag(i), place, "tag", i);
    record.tags.push_back(message.tag(i));
  }
  record.first = reader.ReadDay(message.first(), place, "first").value_or(kFirstDay);
  record.last = message.last().empty()
                    ? record.first
                    : reader.ReadDay(message.last(), place, "last").value_or(kFirstDay);
  for (int i = 0; i < message.day_size(); ++i) {
    const Place at = place.In("day", i);
    const std::optional<Day> day = reader.ReadDay(message.day(i).day(), at, "day");
    record.days.push_back(
        {day.value_or(kFirstDay), ReadQuantity(reader, message.day(i).hours(), at, "hours")});
  }
  for (const std::string& key : Keys(reader, message.quantity(), place, "quantity")) {
    reader.CheckName("quantity", key, reader.names().quantities, place.Entry("quantity", key),
                     "key");
    record.quantity_centi[key] =
        ReadQuantity(reader, message.quantity().at(key), place.Entry("quantity", key), "value");
  }
  for (const std::string& key : Keys(reader, message.evidence(), place, "evidence")) {
    reader.CheckName("evidence", key, reader.names().evidences, place.Entry("evidence", key),
                     "key");
    const std::optional<Day> day =
        reader.ReadDay(message.evidence().at(key), place.Entry("evidence", key), "value");
    record.evidence[key] = day.value_or(kFirstDay);
  }
  for (const std::string& key : Keys(reader, message.attribute(), place, "attribute")) {
    reader.CheckName("attribute", key, reader.names().attributes, place.Entry("attribute", key),
                     "key");
    record.attributes[key] = message.attribute().at(key);
  }
  return record;
}

void CheckExamples(const Source& source, const std::shared_ptr<const RuleSet>& set,
                   const Book& book, Diagnostics& diagnostics) {
  Examiner examiner(set, book, diagnostics);
  for (int i = 0; i < source.message().example_size(); ++i) {
    examiner.Examine(source.message().example(i), source.place().In("example", i));
  }
}

}  // namespace xuefen::rules
