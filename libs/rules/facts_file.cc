#include "libs/rules/facts_file.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/rules/examples.h"
#include "libs/rules/json_shape.h"

namespace xuefen::rules {
namespace {

void Append(const std::vector<std::string>& names, std::vector<std::string>& all) {
  for (const std::string& name : names) {
    if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
  }
}

// Every name that some set declares.
Names NamesOf(const Book& book) {
  Names all;
  for (const auto& set : book.sets) {
    for (const auto& [name, family] : set->names.families) {
      Names::Family& into = all.families[name];
      into.many = into.many || family.many;
      Append(family.tags, into.tags);
    }
    Append(set->names.statuses, all.statuses);
    Append(set->names.events, all.events);
    Append(set->names.evidences, all.evidences);
    Append(set->names.quantities, all.quantities);
    Append(set->names.attributes, all.attributes);
    Append(set->names.units, all.units);
  }
  return all;
}

pb::Example Parse(const RuleFile& file, const JsonDocument& document, Diagnostics& diagnostics) {
  pb::Example message;
  if (document.fault) {
    diagnostics.push_back(
        {file.path, document.fault->line, document.fault->column, document.fault->text});
    return message;
  }
  CheckShape(file.path, *pb::Example::descriptor(), document.whole, diagnostics);
  if (!diagnostics.empty()) return message;
  const auto parsed = google::protobuf::util::JsonStringToMessage(file.text, &message);
  if (!parsed.ok()) {
    diagnostics.push_back(
        {file.path, document.whole.line, document.whole.column,
         absl::StrCat(std::string(parsed.message()),
                      "; wanted: JSON of xuefen.rules.v1.Example, {\"person\": ..., \"record\": "
                      "[...]}")});
  }
  return message;
}

}  // namespace

absl::StatusOr<FactsFile> ReadFacts(const RuleBook& book, const RuleFile& file) {
  Diagnostics diagnostics;
  const JsonDocument document = ReadJson(file.text);
  const pb::Example message = Parse(file, document, diagnostics);
  if (!diagnostics.empty()) return absl::InvalidArgumentError(Describe(std::move(diagnostics)));
  const Names names = NamesOf(*book.book());
  Reader reader(names, diagnostics);
  FactsFile facts;
  const Place place(file.path, pb::Example::descriptor(), document.whole);
  facts.name = message.name();
  facts.person = ReadPerson(reader, message.person(), place.In("person"));
  facts.person.reference = message.name();
  for (int i = 0; i < message.record_size(); ++i) {
    facts.records.push_back(ReadRecord(reader, message.record(i), place.In("record", i)));
  }
  for (int i = 0; i < message.ask_size(); ++i) {
    const pb::Ask& ask = message.ask(i);
    const Place at = place.In("ask", i);
    const std::optional<Day> on = reader.ReadDay(ask.on(), at, "on");
    const std::optional<Day> as_of =
        ask.as_of().empty() ? on : reader.ReadDay(ask.as_of(), at, "as_of");
    facts.questions.push_back(
        {on.value_or(kFirstDay), as_of.value_or(kFirstDay), ask.purpose(), ask.target()});
  }
  if (!diagnostics.empty()) return absl::InvalidArgumentError(Describe(std::move(diagnostics)));
  return facts;
}

}  // namespace xuefen::rules
