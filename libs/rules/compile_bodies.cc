// ReadBody: what a provision says of records and time.

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/rules/compile.h"
#include "libs/rules/grid.h"
#include "libs/rules/quantity.h"

namespace xuefen::rules {
namespace {

using google::protobuf::RepeatedPtrField;

constexpr int kMonthsMax = 1200;
constexpr int kPartsMax = 100;

Align ReadAlign(pb::Window::Align align) {
  switch (align) {
    case pb::Window::ALIGN_MONTH_START: return Align::kMonthStart;
    case pb::Window::ALIGN_AFTER_MONTH_END: return Align::kAfterMonthEnd;
    case pb::Window::ALIGN_YEAR_START: return Align::kYearStart;
    case pb::Window::ALIGN_AFTER_YEAR_END: return Align::kAfterYearEnd;
    default: return Align::kExact;
  }
}

// Windows of some months, from a day of the year or from an event.
void ReadMonths(Reader& reader, const pb::Window& message, const Place& place, Window& window) {
  window.months = message.months();
  reader.CheckBetween(message.months(), 1, kMonthsMax, place, "months");
  window.months = std::clamp(window.months, 1, kMonthsMax);
  const std::string& from = message.from();
  const bool is_day = !from.empty() && absl::ascii_isdigit(static_cast<unsigned char>(from[0]));
  if (!is_day) {
    window.kind = Window::Kind::kEvent;
    window.name = from;
    const std::vector<std::string>& events = reader.names().events;
    if (std::find(events.begin(), events.end(), from) == events.end()) {
      place.Report(reader.diagnostics(), "from", -1,
                   absl::StrCat("\"", from,
                                "\" begins no year; wanted: month and day, such as 01-01, or a "
                                "declared event"));
    }
    return;
  }
  // A leap year has every day that any year has, and 29 February is not in every year.
  const std::optional<Day> day = ParseDay(absl::StrCat("2000-", from));
  if (!day || (day->month() == 2 && day->day() == 29)) {
    place.Report(reader.diagnostics(), "from", -1,
                 absl::StrCat("\"", from,
                              "\" begins no year; wanted: month and day, such as 01-01, or a "
                              "declared event"));
  } else {
    window.from_month = day->month();
    window.from_day = day->day();
  }
  if (message.anchor_year() != 0) {
    reader.CheckBetween(message.anchor_year(), 1000, 9999, place, "anchor_year");
    window.anchor_year = message.anchor_year();
  } else if (message.months() != 12) {
    place.Report(reader.diagnostics(), "months", -1,
                 absl::StrCat("it is not said in which year windows of ", message.months(),
                              " months begin; wanted: anchor_year"));
  }
}

void CheckLeading(Reader& reader, const pb::Window& message, const Place& place, Window& window) {
  for (const int months : message.leading_months()) {
    reader.CheckBetween(months, 1, kMonthsMax, place, "leading_months");
    window.leading_months.push_back(std::clamp(months, 1, kMonthsMax));
  }
  window.align = ReadAlign(message.align());
  const bool from_event = window.kind == Window::Kind::kEvent;
  if (!from_event &&
      (message.leading_months_size() > 0 || message.align() != pb::Window::ALIGN_UNSPECIFIED)) {
    place.Report(reader.diagnostics(),
                 "align and leading_months are for windows that count from an event; wanted: from "
                 "with the name of an event");
  }
  const bool moves = window.kind == Window::Kind::kCalendar || from_event;
  if (!moves && message.shift_size() > 0) {
    place.Report(reader.diagnostics(), "shift", 0,
                 "only windows of some months can be shifted; wanted: months");
  }
}

Window ReadWindow(Reader& reader, const pb::Window& message, const Place& place) {
  Window window;
  const bool has_status = !message.status().empty();
  const bool months = message.months() != 0 && !has_status;  // a status is divided by them
  const int forms = (months || !message.from().empty() ? 1 : 0) + (has_status ? 1 : 0) +
                    (message.ever() ? 1 : 0) + (message.of().empty() ? 0 : 1);
  if (forms != 1) {
    place.Report(reader.diagnostics(),
                 absl::StrCat("the window is described in ", forms,
                              " ways; wanted: one of months and from, status, ever, of and last"));
    return window;
  }
  if (message.renewed() && !has_status) {
    place.Report(reader.diagnostics(), "renewed", -1,
                 "only stretches of a status are renewed; wanted: status");
  }
  if (has_status) {
    window.kind = Window::Kind::kStatus;
    window.name = message.status();
    window.renewed = message.renewed();
    window.months = std::clamp(message.months(), 0, kMonthsMax);
    reader.CheckStatus(window.name, place, "status", -1);
    reader.CheckBetween(message.months(), 0, kMonthsMax, place, "months");
  } else if (message.ever()) {
    window.kind = Window::Kind::kEver;
  } else if (!message.of().empty()) {
    window.kind = Window::Kind::kLast;
    window.name = message.of();
    reader.CheckBetween(message.last(), 1, kPartsMax, place, "last");
    window.last = std::clamp(message.last(), 1, kPartsMax);
  } else {
    ReadMonths(reader, message, place, window);
  }
  CheckLeading(reader, message, place, window);
  for (int i = 0; i < message.shift_size(); ++i) {
    const Place at = place.In("shift", i);
    reader.CheckBetween(message.shift(i).months(), -kMonthsMax, kMonthsMax, at, "months");
    window.shifts.push_back({reader.ReadWhen(message.shift(i).when(), at.In("when")),
                             std::clamp(message.shift(i).months(), -kMonthsMax, kMonthsMax)});
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

void CheckQuantity(Reader& reader, const std::string& name, const Place& place,
                   absl::string_view field) {
  if (name == kItemQuantity || name == kDaysQuantity) return;
  reader.CheckName("quantity", name, reader.names().quantities, place, field);
}

Row ReadRow(Reader& reader, const pb::Row& message, const Place& place) {
  Row row;
  row.when = reader.ReadWhen(message.when(), place.In("when"));
  for (int i = 0; i < message.term_size(); ++i) {
    const Place at = place.In("term", i);
    Term& term = row.terms.emplace_back();
    CheckQuantity(reader, message.term(i).quantity(), at, "quantity");
    if (message.term(i).quantity() != kItemQuantity) term.quantity = message.term(i).quantity();
    if (message.term(i).times().empty()) continue;
    term.times = reader.ReadRatioText(message.term(i).times(), at, "times").value_or(Ratio::Of(1));
  }
  if (row.terms.empty()) {
    place.Report(reader.diagnostics(), "the row gives no value; wanted: term { quantity: ... }");
  }
  if (message.has_round()) row.round = reader.ReadRound(message.round(), place.In("round"));
  if (!message.at_most().empty())
    row.at_most = reader.ReadAmountText(message.at_most(), place, "at_most");
  row.not_above = message.not_above();
  if (!row.not_above.empty()) CheckQuantity(reader, row.not_above, place, "not_above");
  return row;
}

Measure ReadMeasure(Reader& reader, const pb::Measure& message, const Place& place) {
  Measure measure;
  measure.unit = message.unit();
  CheckUnit(reader, message.unit(), place);
  for (int i = 0; i < message.row_size(); ++i) {
    measure.rows.push_back(ReadRow(reader, message.row(i), place.In("row", i)));
  }
  for (int i = 0; i < message.bonus_size(); ++i) {
    measure.bonus.push_back(ReadRow(reader, message.bonus(i), place.In("bonus", i)));
  }
  if (measure.rows.empty()) {
    place.Report(reader.diagnostics(),
                 "the measure has no rows; wanted: row { when { ... } term { ... } }");
  }
  return measure;
}

std::vector<std::string> ReadKey(Reader& reader, const RepeatedPtrField<std::string>& key,
                                 const Place& place) {
  for (int i = 0; i < key.size(); ++i) {
    reader.CheckName("attribute", key.Get(i), reader.names().attributes, place, "key", i);
  }
  return {key.begin(), key.end()};
}

Once ReadOnce(Reader& reader, const pb::Once& message, const Place& place) {
  Once once;
  once.where = reader.ReadWhen(message.where(), place.In("where"));
  once.key = ReadKey(reader, message.key(), place);
  if (once.key.empty()) {
    place.Report(reader.diagnostics(),
                 "nothing says what a repeat is; wanted: key, names of attributes");
  }
  once.window = message.window();
  return once;
}

Spread ReadSpread(Reader& reader, const pb::Spread& message, const Place& place) {
  reader.CheckBetween(message.over(), 2, kPartsMax, place, "over");
  reader.CheckBetween(message.months(), 1, kMonthsMax, place, "months");
  return {reader.ReadWhen(message.where(), place.In("where")),
          std::clamp(message.over(), 1, kPartsMax), std::clamp(message.months(), 1, kMonthsMax),
          message.repeat()};
}

Grain ReadGrain(Reader& reader, const pb::Limit& message, const Place& place) {
  switch (message.grain()) {
    case pb::Limit::GRAIN_ITEM: return Grain::kItem;
    case pb::Limit::GRAIN_DAY: return Grain::kDay;
    case pb::Limit::GRAIN_KEY: return Grain::kKey;
    case pb::Limit::GRAIN_WINDOW: return Grain::kWindow;
    default: break;
  }
  place.Report(
      reader.diagnostics(), "grain", -1,
      "the ceiling has no grain; wanted: GRAIN_ITEM, GRAIN_DAY, GRAIN_KEY or GRAIN_WINDOW");
  return Grain::kItem;
}

void CheckGrain(Reader& reader, const Limit& limit, const Place& place) {
  const bool of_window = limit.grain == Grain::kWindow;
  const auto report = [&](absl::string_view field, absl::string_view text) {
    place.Report(reader.diagnostics(), field, -1, text);
  };
  if (of_window && limit.window.empty()) {
    place.Report(reader.diagnostics(), "the ceiling has no window; wanted: window");
  }
  if (!of_window && limit.grain != Grain::kKey &&
      (limit.keep_recognised || limit.as_of != AsOf::kWindowEnd || !limit.window.empty())) {
    place.Report(
        reader.diagnostics(),
        "window, as_of and keep_recognised are for ceilings of a window; wanted: GRAIN_WINDOW");
  }
  if (limit.grain == Grain::kKey && limit.key.empty()) {
    report("grain", "it is not said by which attributes; wanted: key");
  }
  if (limit.grain != Grain::kKey && !limit.key.empty()) {
    report("key", "a key is for ceilings by attribute; wanted: GRAIN_KEY");
  }
  if (limit.share_of_all && !of_window) {
    report("share_of_all", "a share of all is taken in a window; wanted: GRAIN_WINDOW");
  }
  if (limit.share_of_all && (limit.keep_recognised || *limit.share_of_all >= Ratio::Of(1))) {
    report("share_of_all",
           "the share bounds nothing or cannot be kept; wanted: a ratio below 1, "
           "without keep_recognised");
  }
}

Limit ReadLimit(Reader& reader, const pb::Limit& message, const Place& place) {
  Limit limit;
  const bool alone = message.grain() == pb::Limit::GRAIN_ITEM;
  limit.where = reader.ReadWhen(message.where(), place.In("where"),
                                alone ? Reader::About::kRecordAlone : Reader::About::kRecord);
  limit.unit = message.unit();
  CheckUnit(reader, message.unit(), place);
  limit.grain = ReadGrain(reader, message, place);
  limit.key = ReadKey(reader, message.key(), place);
  if (!message.share_of_all().empty()) {
    limit.share_of_all = reader.ReadRatioText(message.share_of_all(), place, "share_of_all");
    if (message.has_at_most()) {
      place.Report(reader.diagnostics(), "share_of_all", -1,
                   "the ceiling is given twice; wanted: at_most or share_of_all");
    }
    limit.at_most.value = Ratio();
  } else {
    limit.at_most = reader.ReadAmount(message.at_most(), place.In("at_most"));
  }
  limit.window = message.window();
  limit.as_of = ReadAsOf(message.as_of());
  limit.keep_recognised = message.keep_recognised();
  CheckGrain(reader, limit, place);
  return limit;
}

Keep ReadKeep(Reader& reader, const pb::Keep& message, const Place& place) {
  Keep keep;
  for (int i = 0; i < message.first_size(); ++i) {
    keep.first.push_back(
        reader.ReadWhen(message.first(i), place.In("first", i), Reader::About::kRecord));
  }
  keep.fixed = message.fixed();
  if (keep.first.empty())
    place.Report(reader.diagnostics(), "nothing is kept first; wanted: first");
  return keep;
}

}  // namespace

Body ReadBody(Reader& reader, const pb::Provision& message, const Place& place) {
  switch (message.body_case()) {
    case pb::Provision::kWindow: return ReadWindow(reader, message.window(), place.In("window"));
    case pb::Provision::kGate: return ReadGate(reader, message.gate(), place.In("gate"));
    case pb::Provision::kMeasure:
      return ReadMeasure(reader, message.measure(), place.In("measure"));
    case pb::Provision::kOnce: return ReadOnce(reader, message.once(), place.In("once"));
    case pb::Provision::kSpread: return ReadSpread(reader, message.spread(), place.In("spread"));
    case pb::Provision::kLimit: return ReadLimit(reader, message.limit(), place.In("limit"));
    case pb::Provision::kKeep: return ReadKeep(reader, message.keep(), place.In("keep"));
    case pb::Provision::kRequirement:
      return ReadRequirement(reader, message.requirement(), place.In("requirement"));
    case pb::Provision::kSeparate:
      return ReadSeparate(reader, message.separate(), place.In("separate"));
    case pb::Provision::kAdjust: return ReadAdjust(reader, message.adjust(), place.In("adjust"));
    case pb::Provision::kCarry: return ReadCarry(reader, message.carry(), place.In("carry"));
    case pb::Provision::kMakeUp: return ReadMakeUp(reader, message.make_up(), place.In("make_up"));
    case pb::Provision::kRepeal: return Repeal{};
    case pb::Provision::kText: return Text{};
    case pb::Provision::BODY_NOT_SET: break;
  }
  place.Report(reader.diagnostics(), absl::StrCat("provision \"", message.id(),
                                                  "\" says nothing; wanted: a body, such as limit "
                                                  "{ ... }, or text { ... } beside an open"));
  return Text{};
}

}  // namespace xuefen::rules
