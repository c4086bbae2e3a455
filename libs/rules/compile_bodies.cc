// ReadBody: what a provision says.

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/rules/compile.h"

namespace xuefen::rules {
namespace {

void CheckUnit(Reader& reader, const std::string& unit, const Place& place) {
  reader.CheckName("unit", unit, reader.names().units, place, "unit");
  if (!reader.names().units.empty() && unit != reader.names().units.front()) {
    place.Report(reader.diagnostics(), "unit", -1,
                 absl::StrCat("a second unit is not supported in this release; wanted: ",
                              reader.names().units.front()));
  }
}

Window ReadWindow(Reader& reader, const pb::Window& message, const Place& place) {
  Window window;
  if (message.months() != 12) {
    place.Report(reader.diagnostics(), "months", -1,
                 absl::StrCat("a window of ", message.months(),
                              " months is not supported in this release; wanted: 12"));
  }
  // A leap year has every day that any year has, and 29 February is not in every year.
  const std::optional<Day> from = ParseDay(absl::StrCat("2000-", message.from()));
  if (!from || (from->month() == 2 && from->day() == 29)) {
    place.Report(reader.diagnostics(), "from", -1,
                 absl::StrCat("\"", message.from(),
                              "\" begins no year; wanted: month and day, such as 01-01"));
  } else {
    window.from_month = from->month();
    window.from_day = from->day();
  }
  if (message.crossing() == pb::Window::CROSSING_BY_DAY) window.crossing = Crossing::kByDay;
  if (message.crossing() == pb::Window::CROSSING_LAST_DAY) window.crossing = Crossing::kLastDay;
  return window;
}

Gate ReadGate(Reader& reader, const pb::Gate& message, const Place& place) {
  Gate gate;
  gate.where = reader.ReadWhen(message.where(), place.In("where"));
  gate.needs = reader.ReadWhen(message.needs(), place.In("needs"));
  for (int i = 0; i < message.step_size(); ++i) {
    reader.CheckName("evidence", message.step(i), reader.names().evidences, place, "step", i);
    gate.steps.push_back(message.step(i));
  }
  gate.reason = message.reason();
  gate.hint = message.hint();
  const bool capitals = std::all_of(gate.reason.begin(), gate.reason.end(), [](char c) {
    return absl::ascii_isupper(static_cast<unsigned char>(c)) || c == '_';
  });
  if (message.has_needs() && (gate.reason.empty() || !capitals)) {
    place.Report(
        reader.diagnostics(), "reason", -1,
        "the gate has no name for its refusal; wanted: reason, in capitals, such as NOT_FILED");
  }
  if (!message.has_needs() && gate.steps.empty()) {
    place.Report(reader.diagnostics(), "the gate asks for nothing; wanted: needs or step");
  }
  return gate;
}

Row ReadRow(Reader& reader, const pb::Row& message, const Place& place) {
  Row row;
  row.when = reader.ReadWhen(message.when(), place.In("when"));
  for (int i = 0; i < message.term_size(); ++i) {
    const Place at = place.In("term", i);
    Term& term = row.terms.emplace_back();
    if (message.term(i).quantity() != "item") {
      term.quantity = message.term(i).quantity();
      reader.CheckName("quantity", term.quantity, reader.names().quantities, at, "quantity");
    }
    if (message.term(i).times().empty()) continue;
    term.times = reader.ReadRatioText(message.term(i).times(), at, "times").value_or(Ratio::Of(1));
  }
  if (row.terms.empty()) {
    place.Report(reader.diagnostics(), "the row gives no value; wanted: term { quantity: ... }");
  }
  if (!message.at_most().empty())
    row.at_most = reader.ReadAmountText(message.at_most(), place, "at_most");
  row.not_above = message.not_above();
  if (!row.not_above.empty()) {
    reader.CheckName("quantity", row.not_above, reader.names().quantities, place, "not_above");
  }
  return row;
}

Measure ReadMeasure(Reader& reader, const pb::Measure& message, const Place& place) {
  Measure measure;
  CheckUnit(reader, message.unit(), place);
  for (int i = 0; i < message.row_size(); ++i) {
    measure.rows.push_back(ReadRow(reader, message.row(i), place.In("row", i)));
  }
  if (measure.rows.empty()) {
    place.Report(reader.diagnostics(),
                 "the measure has no rows; wanted: row { when { ... } term { ... } }");
  }
  return measure;
}

Once ReadOnce(Reader& reader, const pb::Once& message, const Place& place) {
  Once once;
  once.where = reader.ReadWhen(message.where(), place.In("where"));
  for (int i = 0; i < message.key_size(); ++i) {
    reader.CheckName("attribute", message.key(i), reader.names().attributes, place, "key", i);
    once.key.push_back(message.key(i));
  }
  if (once.key.empty()) {
    place.Report(reader.diagnostics(),
                 "nothing says what a repeat is; wanted: key, names of attributes");
  }
  once.window = message.window();
  return once;
}

AsOf ReadAsOf(pb::AsOf as_of) {
  return as_of == pb::AS_OF_WINDOW_START ? AsOf::kWindowStart : AsOf::kWindowEnd;
}

Grain ReadGrain(Reader& reader, const pb::Limit& message, const Place& place) {
  switch (message.grain()) {
    case pb::Limit::GRAIN_ITEM: return Grain::kItem;
    case pb::Limit::GRAIN_DAY: return Grain::kDay;
    case pb::Limit::GRAIN_WINDOW: return Grain::kWindow;
    default: break;
  }
  place.Report(reader.diagnostics(), "grain", -1,
               "the ceiling has no grain; wanted: GRAIN_ITEM, GRAIN_DAY or GRAIN_WINDOW");
  return Grain::kItem;
}

Limit ReadLimit(Reader& reader, const pb::Limit& message, const Place& place) {
  Limit limit;
  limit.where = reader.ReadTagsOnly(message.where(), place.In("where"));
  CheckUnit(reader, message.unit(), place);
  limit.grain = ReadGrain(reader, message, place);
  limit.at_most = reader.ReadFixedAmount(message.at_most(), place.In("at_most"));
  limit.window = message.window();
  limit.as_of = ReadAsOf(message.as_of());
  limit.keep_recognised = message.keep_recognised();
  const bool of_window = limit.grain == Grain::kWindow;
  if (of_window && message.window().empty()) {
    place.Report(reader.diagnostics(), "the ceiling has no window; wanted: window");
  }
  if (!of_window && (limit.keep_recognised || message.as_of() != pb::AS_OF_UNSPECIFIED ||
                     !message.window().empty())) {
    place.Report(
        reader.diagnostics(),
        "window, as_of and keep_recognised are for ceilings of a window; wanted: GRAIN_WINDOW");
  }
  return limit;
}

Keep ReadKeep(Reader& reader, const pb::Keep& message, const Place& place) {
  Keep keep;
  for (int i = 0; i < message.first_size(); ++i) {
    keep.first.push_back(reader.ReadWhen(message.first(i), place.In("first", i)));
  }
  if (keep.first.empty())
    place.Report(reader.diagnostics(), "nothing is kept first; wanted: first");
  return keep;
}

Requirement ReadRequirement(Reader& reader, const pb::Requirement& message, const Place& place) {
  Requirement requirement;
  requirement.window = message.window();
  requirement.applies = reader.ReadWhen(message.applies(), place.In("applies"));
  CheckUnit(reader, message.unit(), place);
  for (int i = 0; i < message.count_size(); ++i) {
    const Place part = place.In("count", i);
    requirement.count.push_back(reader.ReadWhen(message.count(i).where(), part.In("where")));
  }
  requirement.at_least = reader.ReadAmount(message.at_least(), place.In("at_least"));
  requirement.generally = message.strength() == pb::Requirement::STRENGTH_GENERALLY;
  requirement.as_of = ReadAsOf(message.as_of());
  if (message.window().empty()) {
    place.Report(reader.diagnostics(), "the requirement has no window; wanted: window");
  }
  return requirement;
}

}  // namespace

Body ReadBody(Reader& reader, const pb::Provision& message, const Place& place) {
  switch (message.body_case()) {
    case pb::Provision::kWindow: return ReadWindow(reader, message.window(), place.In("window"));
    case pb::Provision::kGate: return ReadGate(reader, message.gate(), place.In("gate"));
    case pb::Provision::kMeasure:
      return ReadMeasure(reader, message.measure(), place.In("measure"));
    case pb::Provision::kOnce: return ReadOnce(reader, message.once(), place.In("once"));
    case pb::Provision::kLimit: return ReadLimit(reader, message.limit(), place.In("limit"));
    case pb::Provision::kKeep: return ReadKeep(reader, message.keep(), place.In("keep"));
    case pb::Provision::kRequirement:
      return ReadRequirement(reader, message.requirement(), place.In("requirement"));
    case pb::Provision::kRepeal: return Repeal{};
    case pb::Provision::kText: return Text{};
    case pb::Provision::BODY_NOT_SET: break;
  }
  place.Report(reader.diagnostics(), absl::StrCat("provision \"", message.id(),
                                                  "\" says nothing; wanted: a body, such as limit "
                                                  "{ ... } or text { ... }"));
  return Text{};
}

}  // namespace xuefen::rules
