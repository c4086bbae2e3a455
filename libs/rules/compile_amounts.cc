// Reader: tests, numbers compared, and amounts.

#include <map>

#include "absl/strings/str_cat.h"
#include "libs/rules/compile.h"
#include "libs/rules/grid.h"
#include "libs/rules/names.h"
#include "libs/rules/quantity.h"

namespace xuefen::rules {
namespace {

std::vector<std::string> Texts(const google::protobuf::RepeatedPtrField<std::string>& field) {
  return {field.begin(), field.end()};
}

At AtOf(pb::At at) {
  switch (at) {
    case pb::AT_RECORD_DAYS: return At::kRecordDays;
    case pb::AT_WINDOW_START: return At::kWindowStart;
    case pb::AT_WINDOW_END: return At::kWindowEnd;
    case pb::AT_WINDOW_SOME_DAY: return At::kWindowSomeDay;
    case pb::AT_WINDOW_EVERY_DAY: return At::kWindowEveryDay;
    case pb::AT_ASKED_DAY: return At::kAskedDay;
    default: return At::kNone;
  }
}

using About = Reader::About;

constexpr char kNoWindow[] =
    "there is no window here to ask about; wanted: a test on the record's own days, such as status "
    "with at: AT_RECORD_DAYS";

bool IsOfWindow(At at) {
  return at == At::kWindowStart || at == At::kWindowEnd || at == At::kWindowSomeDay ||
         at == At::kWindowEveryDay;
}

// Numbers that are counted in a window, whatever the moment.
bool IsOfWindow(Num::Of of) {
  return of == Num::Of::kMonthsWith || of == Num::Of::kDaysWith ||
         of == Num::Of::kLongestDaysWith || of == Num::Of::kLongestMonthsWith ||
         of == Num::Of::kCycle || of == Num::Of::kWindowMonths;
}

void CheckStatusMoment(const When& when, const Place& place, About about,
                       Diagnostics& diagnostics) {
  const bool has_status = !when.status.empty() || !when.no_status.empty();
  if (has_status && when.at == At::kNone) {
    place.Report(diagnostics,
                 "a status is asked for at no moment; wanted: at, such as AT_RECORD_DAYS");
  }
  if (!when.same.empty() && !has_status) {
    place.Report(diagnostics, "same", 0,
                 "same compares with a status, and none is named; wanted: status");
  }
  const bool of_record = !when.tags.empty() || !when.same.empty() || !when.evidence.empty() ||
                         (has_status && when.at == At::kRecordDays);
  if (about == About::kPerson && of_record) {
    place.Report(
        diagnostics,
        "there is no record here to ask about; wanted: a test on the person, such as status "
        "with at: AT_WINDOW_END");
  }
  if (about == About::kRecordAlone && has_status && IsOfWindow(when.at)) {
    place.Report(diagnostics, "at", -1, kNoWindow);
  }
}

// The field of the oneof that is set, and what it names.
std::pair<std::string, std::string> NamedBy(const pb::Num& message) {
  const auto* type = pb::Num::descriptor();
  const auto* field =
      message.GetReflection()->GetOneofFieldDescriptor(message, type->oneof_decl(0));
  if (field == nullptr) return {};
  const bool text = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING;
  return {field->name(), text ? message.GetReflection()->GetString(message, field) : ""};
}

Num::Of OfCase(pb::Num::OfCase of) {
  switch (of) {
    case pb::Num::kQuantity: return Num::Of::kQuantity;
    case pb::Num::kYearsSince: return Num::Of::kYearsSince;
    case pb::Num::kMonthsWith: return Num::Of::kMonthsWith;
    case pb::Num::kDaysWith: return Num::Of::kDaysWith;
    case pb::Num::kLongestDaysWith: return Num::Of::kLongestDaysWith;
    case pb::Num::kLongestMonthsWith: return Num::Of::kLongestMonthsWith;
    case pb::Num::kCalendarYearsSince: return Num::Of::kCalendarYearsSince;
    case pb::Num::kDaysUntilEvidence: return Num::Of::kDaysUntilEvidence;
    case pb::Num::kMonthDayOf: return Num::Of::kMonthDayOf;
    case pb::Num::kWindowMonths: return Num::Of::kWindowMonths;
    case pb::Num::kMonthsSince: return Num::Of::kMonthsSince;
    case pb::Num::kDaysSince: return Num::Of::kDaysSince;
    case pb::Num::kCycle:
    case pb::Num::OF_NOT_SET: break;
  }
  return Num::Of::kCycle;
}

bool CountsFromEvent(Num::Of of) {
  return of == Num::Of::kYearsSince || of == Num::Of::kCalendarYearsSince ||
         of == Num::Of::kMonthsSince || of == Num::Of::kDaysSince;
}

bool IsMoment(At at) {
  return at != At::kNone && at != At::kWindowSomeDay && at != At::kWindowEveryDay;
}

bool Compared(const Num& num) {
  return num.at_least || num.above || num.at_most || num.below || num.equal;
}

}  // namespace

Num Reader::ReadNum(const pb::Num& message, const Place& place, About about) {
  Num num;
  num.of = OfCase(message.of_case());
  const auto [field, name] = NamedBy(message);
  num.name = name;
  num.at = AtOf(message.at());
  num.full_months = message.full_months();
  num.mod = message.mod();
  CheckBetween(num.mod, 0, kDivisorMax, place, "mod");
  if (message.has_at_least()) num.at_least = message.at_least();
  if (message.has_above()) num.above = message.above();
  if (message.has_at_most()) num.at_most = message.at_most();
  if (message.has_below()) num.below = message.below();
  if (message.has_equal()) num.equal = message.equal();
  for (const auto& [field_name, value] :
       {std::pair("at_least", num.at_least), std::pair("above", num.above),
        std::pair("at_most", num.at_most), std::pair("below", num.below),
        std::pair("equal", num.equal)}) {
    CheckBetween(value.value_or(0), -kThresholdMax, kThresholdMax, place, field_name);
  }
  const bool of_record = num.of == Num::Of::kQuantity || num.of == Num::Of::kDaysUntilEvidence;
  if (field.empty()) {
    place.Report(diagnostics_,
                 "it is not said which number; wanted: one of quantity, years_since, "
                 "months_with, cycle, ...");
  } else if (of_record && about == About::kPerson) {
    place.Report(diagnostics_, field, -1,
                 "there is no record here to ask about; wanted: a number of the person");
  } else if (num.of == Num::Of::kQuantity) {
    if (name != kItemQuantity && name != kDaysQuantity) {
      CheckName("quantity", name, names_.quantities, place, field);
    }
  } else if (num.of == Num::Of::kDaysUntilEvidence) {
    CheckName("evidence", name, names_.evidences, place, field);
  } else if (CountsFromEvent(num.of) || num.of == Num::Of::kMonthDayOf) {
    CheckName("event", name, names_.events, place, field);
  } else if (!name.empty()) {
    CheckStatus(name, place, field, -1);
  }
  if (CountsFromEvent(num.of) &&
      (!IsMoment(num.at) || (num.at == At::kRecordDays && about == About::kPerson))) {
    place.Report(diagnostics_, field, -1,
                 "it is not said up to which moment; wanted: at, such as AT_WINDOW_END");
  } else if (about == About::kRecordAlone &&
             (IsOfWindow(num.of) || (CountsFromEvent(num.of) && IsOfWindow(num.at)))) {
    place.Report(diagnostics_, field, -1, kNoWindow);
  }
  return num;
}

When Reader::ReadWhen(const pb::When& message, const Place& place, About about) {
  When when;
  std::map<std::string, std::vector<std::string>> by_family;
  for (int i = 0; i < message.tag_size(); ++i) {
    CheckTag(message.tag(i), place, "tag", i);
    by_family[std::string(FamilyOf(message.tag(i)))].push_back(message.tag(i));
  }
  for (auto& [family, tags] : by_family) when.tags.push_back(std::move(tags));
  for (int i = 0; i < message.status_size(); ++i)
    CheckStatus(message.status(i), place, "status", i);
  for (int i = 0; i < message.no_status_size(); ++i) {
    CheckStatus(message.no_status(i), place, "no_status", i);
  }
  for (int i = 0; i < message.same_size(); ++i) {
    CheckName("attribute", message.same(i), names_.attributes, place, "same", i);
  }
  for (int i = 0; i < message.evidence_size(); ++i) {
    CheckName("evidence", message.evidence(i), names_.evidences, place, "evidence", i);
  }
  for (int i = 0; i < message.num_size(); ++i) {
    const Place at = place.In("num", i);
    when.nums.push_back(ReadNum(message.num(i), at, about));
    if (Compared(when.nums.back())) continue;
    at.Report(
        diagnostics_,
        "the number is compared with nothing; wanted: at_least, above, at_most, below or equal");
  }
  when.status = Texts(message.status());
  when.no_status = Texts(message.no_status());
  when.same = Texts(message.same());
  when.evidence = Texts(message.evidence());
  when.purpose = Texts(message.purpose());
  when.target = Texts(message.target());
  when.at = AtOf(message.at());
  CheckStatusMoment(when, place, about, diagnostics_);
  for (int i = 0; i < message.all_size(); ++i) {
    when.all.push_back(ReadWhen(message.all(i), place.In("all", i), about));
  }
  for (int i = 0; i < message.any_size(); ++i) {
    when.any.push_back(ReadWhen(message.any(i), place.In("any", i), about));
  }
  for (int i = 0; i < message.not__size(); ++i) {
    when.none.push_back(ReadWhen(message.not_(i), place.In("not", i), about));
  }
  return when;
}

std::optional<Round> Reader::ReadRound(const pb::Round& message, const Place& place) {
  Round round;
  switch (message.mode()) {
    case pb::Round::MODE_UP: round.mode = Round::Mode::kUp; break;
    case pb::Round::MODE_HALF_UP: round.mode = Round::Mode::kHalfUp; break;
    case pb::Round::MODE_DOWN: break;
    default:
      place.Report(diagnostics_, "mode", -1,
                   "it is not said which way to round; wanted: MODE_DOWN, MODE_UP or MODE_HALF_UP");
  }
  const std::optional<Ratio> step = ReadAmountText(message.step(), place, "step");
  if (step && *step == Ratio()) {
    place.Report(diagnostics_, "step", -1, "the step is 0; wanted: a step such as 0.5");
    return std::nullopt;
  }
  round.step = step.value_or(Ratio::Of(1));
  if (!message.first().empty()) {
    round.first = ReadAmountText(message.first(), place, "first").value_or(Ratio());
  }
  return round;
}

Scale Reader::ReadScale(const pb::Scale& message, const Place& place) {
  Scale scale;
  scale.by = ReadNum(message.by(), place.In("by"), About::kPerson);
  scale.per = message.per();
  scale.at_most = message.at_most();
  if (Compared(scale.by)) {
    place.Report(
        diagnostics_, "by", -1,
        "a scale takes the number as it is; wanted: no comparison, or at_most of the scale");
  }
  CheckBetween(scale.per, 1, kDivisorMax, place, "per");
  CheckBetween(scale.at_most, 0, kDivisorMax, place, "at_most");
  scale.per = std::clamp<std::int64_t>(scale.per, 1, kDivisorMax);
  return scale;
}

Amount Reader::ReadAmount(const pb::Amount& message, const Place& place) {
  Amount amount;
  const int bases = (message.value().empty() ? 0 : 1) + (message.at_least_of().empty() ? 0 : 1) +
                    (message.earned().empty() ? 0 : 1) + (message.case_().empty() ? 0 : 1) +
                    (message.greatest().empty() ? 0 : 1) + (message.least().empty() ? 0 : 1) +
                    (message.sum().empty() ? 0 : 1);
  if (bases != 1) {
    place.Report(diagnostics_, absl::StrCat("an amount has ", bases,
                                            " bases; wanted: exactly one of value, at_least_of, "
                                            "earned, case, greatest, least, sum"));
    amount.value = Ratio();
    return amount;
  }
  if (!message.value().empty()) {
    amount.value = ReadAmountText(message.value(), place, "value").value_or(Ratio());
  }
  amount.at_least_of = message.at_least_of();
  amount.earned = message.earned();
  for (int i = 0; i < message.case__size(); ++i) {
    const Place at = place.In("case", i);
    amount.cases.push_back({ReadWhen(message.case_(i).when(), at.In("when"), About::kPerson),
                            ReadAmount(message.case_(i).amount(), at.In("amount"))});
    const bool last = i + 1 == message.case__size();
    if (last == message.case_(i).has_when()) {
      at.Report(diagnostics_,
                last ? "the last case has a test, and nobody knows what holds otherwise; "
                       "wanted: a last case without when"
                     : "the cases after this one are never reached; wanted: when");
    }
  }
  for (int i = 0; i < message.greatest_size(); ++i) {
    amount.greatest.push_back(ReadAmount(message.greatest(i), place.In("greatest", i)));
  }
  for (int i = 0; i < message.least_size(); ++i) {
    amount.least.push_back(ReadAmount(message.least(i), place.In("least", i)));
  }
  for (int i = 0; i < message.sum_size(); ++i) {
    amount.sum.push_back(ReadAmount(message.sum(i), place.In("sum", i)));
  }
  if (!message.times().empty()) {
    amount.times = ReadRatioText(message.times(), place, "times").value_or(Ratio::Of(1));
  }
  if (message.has_scale()) amount.scale = ReadScale(message.scale(), place.In("scale"));
  if (message.has_round()) amount.round = ReadRound(message.round(), place.In("round"));
  return amount;
}

}  // namespace xuefen::rules
