// What a provision says of requirements.

#include "absl/strings/str_cat.h"
#include "libs/rules/compile.h"
#include "libs/rules/grid.h"

namespace xuefen::rules {
namespace {

using About = Reader::About;

std::vector<std::string> Texts(const google::protobuf::RepeatedPtrField<std::string>& field) {
  return {field.begin(), field.end()};
}

}  // namespace

AsOf ReadAsOf(pb::AsOf as_of) {
  if (as_of == pb::AS_OF_SPLIT) return AsOf::kSplit;
  return as_of == pb::AS_OF_WINDOW_START ? AsOf::kWindowStart : AsOf::kWindowEnd;
}

void CheckUnit(Reader& reader, const std::string& unit, const Place& place) {
  reader.CheckName("unit", unit, reader.names().units, place, "unit");
}

void CheckWindow(Reader& reader, const std::string& window, const Place& place) {
  if (window.empty()) place.Report(reader.diagnostics(), "it has no window; wanted: window");
}

Requirement ReadRequirement(Reader& reader, const pb::Requirement& message, const Place& place) {
  Requirement requirement;
  requirement.window = message.window();
  requirement.applies = reader.ReadWhen(message.applies(), place.In("applies"), About::kPerson);
  requirement.unit = message.unit();
  for (int i = 0; i < message.count_size(); ++i) {
    const Place at = place.In("count", i);
    Part& part = requirement.count.emplace_back();
    part.where = reader.ReadWhen(message.count(i).where(), at.In("where"), About::kRecord);
    if (message.count(i).has_at_most()) {
      part.at_most = reader.ReadAmount(message.count(i).at_most(), at.In("at_most"));
    }
  }
  if (message.has_windows_met()) {
    const pb::Met& from = message.windows_met();
    const Place at = place.In("windows_met");
    Met& met = requirement.windows_met.emplace();
    met.requirements = Texts(from.requirement());
    if (from.has_last()) met.last = reader.ReadAmount(from.last(), at.In("last"));
    reader.CheckBetween(from.skip(), 0, kWindowsMax, at, "skip");
    met.skip = from.skip();
    if (from.exempt() == pb::Met::EXEMPT_COUNTED) met.exempt = Exempt::kCounted;
    if (from.exempt() == pb::Met::EXEMPT_PASSED_OVER) met.exempt = Exempt::kPassedOver;
    if (met.exempt == Exempt::kPassedOver && !met.last) {
      at.Report(reader.diagnostics(), "exempt", -1,
                "the windows inside another are counted, none further back; wanted: last, or "
                "EXEMPT_COUNTED");
    }
    if (met.requirements.empty()) {
      at.Report(reader.diagnostics(), "no requirement is named; wanted: requirement");
    }
    if (message.count_size() > 0 || !message.unit().empty()) {
      at.Report(reader.diagnostics(),
                "windows are counted, not amounts; wanted: no unit and no count");
    }
  } else {
    CheckUnit(reader, message.unit(), place);
  }
  requirement.at_least = reader.ReadAmount(message.at_least(), place.In("at_least"));
  requirement.generally = message.strength() == pb::Requirement::STRENGTH_GENERALLY;
  requirement.as_of = ReadAsOf(message.as_of());
  requirement.consequence = message.consequence();
  if (requirement.as_of == AsOf::kSplit) {
    place.Report(reader.diagnostics(), "as_of", -1,
                 "only a ceiling can be split; wanted: AS_OF_WINDOW_END or AS_OF_WINDOW_START");
  }
  if (message.window().empty()) {
    place.Report(reader.diagnostics(), "the requirement has no window; wanted: window");
  }
  return requirement;
}

Separate ReadSeparate(Reader& reader, const pb::Separate& message, const Place& place) {
  if (message.requirement_size() < 2) {
    place.Report(reader.diagnostics(),
                 absl::StrCat("only ", message.requirement_size(),
                              " requirements are named; wanted: two or more"));
  }
  return {Texts(message.requirement())};
}

Adjust ReadAdjust(Reader& reader, const pb::Adjust& message, const Place& place) {
  Adjust adjust;
  adjust.requirements = Texts(message.requirement());
  adjust.except = Texts(message.except());
  adjust.when = reader.ReadWhen(message.when(), place.In("when"), About::kPerson);
  adjust.waive = message.waive();
  if (message.has_to()) adjust.to = reader.ReadAmount(message.to(), place.In("to"));
  if (!message.times().empty()) {
    adjust.times = reader.ReadRatioText(message.times(), place, "times").value_or(Ratio::Of(1));
  }
  if (message.has_scale()) adjust.scale = reader.ReadScale(message.scale(), place.In("scale"));
  if (message.has_round()) adjust.round = reader.ReadRound(message.round(), place.In("round"));
  const bool changes = message.has_to() || !message.times().empty() || message.has_scale();
  if (adjust.waive == changes) {
    place.Report(reader.diagnostics(),
                 changes ? "it waives and changes at once; wanted: waive alone, or to, times, scale"
                         : "it changes nothing; wanted: waive, to, times or scale");
  }
  return adjust;
}

Carry ReadCarry(Reader& reader, const pb::Carry& message, const Place& place) {
  Carry carry;
  carry.window = message.window();
  carry.unit = message.unit();
  CheckWindow(reader, carry.window, place);
  CheckUnit(reader, carry.unit, place);
  carry.where = reader.ReadWhen(message.where(), place.In("where"), About::kRecord);
  carry.applies = reader.ReadWhen(message.applies(), place.In("applies"), About::kPerson);
  if (message.has_at_most()) {
    carry.at_most = reader.ReadAmount(message.at_most(), place.In("at_most"));
  }
  reader.CheckBetween(message.windows(), 0, kWindowsMax, place, "windows");
  carry.windows = message.windows() == 0 ? 1 : message.windows();
  if (!message.times().empty()) {
    carry.times = reader.ReadRatioText(message.times(), place, "times").value_or(Ratio::Of(1));
  }
  if (carry.times > Ratio::Of(1)) {
    place.Report(reader.diagnostics(), "times", -1,
                 "more is carried than is left over; wanted: a share of at most 1");
  }
  if (message.has_round()) carry.round = reader.ReadRound(message.round(), place.In("round"));
  return carry;
}

MakeUp ReadMakeUp(Reader& reader, const pb::MakeUp& message, const Place& place) {
  MakeUp make_up;
  make_up.window = message.window();
  make_up.requirement = message.requirement();
  CheckWindow(reader, make_up.window, place);
  make_up.where = reader.ReadWhen(message.where(), place.In("where"), About::kRecord);
  reader.CheckBetween(message.within_months(), 0, kWindowsMax, place, "within_months");
  make_up.within_months = message.within_months();
  if (make_up.requirement.empty()) {
    place.Report(reader.diagnostics(), "it fills no requirement; wanted: requirement");
  }
  return make_up;
}

}  // namespace xuefen::rules
