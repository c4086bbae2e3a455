#include "libs/rules/answer.h"

#include "absl/strings/str_cat.h"

namespace xuefen::rules {
namespace {

void Fill(const Citation* citation, v1::Source* source) {
  source->set_rule_set(citation->rule_set);
  source->set_version(citation->rule_set_version);
  source->set_provision(citation->provision);
  source->set_instrument(citation->instrument_number.empty() ? citation->instrument_title
                                                             : citation->instrument_number);
  source->set_article(citation->article);
  source->set_uncertain(citation->uncertain);
}

void Fill(const DayRange& days, v1::Period* period) {
  if (days.first != kFirstDay) period->set_from(FormatDay(days.first));
  if (days.last != kEndOfDays) period->set_to(FormatDay(days.last));
}

void Fill(const RequirementResult& result, v1::RequirementAnswer* answer) {
  answer->set_requirement(result.requirement);
  answer->set_verdict(std::string(VerdictName(result.verdict)));
  answer->set_unit(result.unit);
  answer->set_earned(FormatRatio(result.earned));
  answer->set_wanted(FormatRatio(result.threshold));
  answer->set_missing(FormatRatio(result.missing));
  if (result.made_up != Ratio()) answer->set_made_up(FormatRatio(result.made_up));
  if (result.by != nullptr) Fill(result.by, answer->mutable_by());
  if (result.adjusted_by != nullptr) Fill(result.adjusted_by, answer->mutable_adjusted_by());
  if (result.window) Fill(*result.window, answer->mutable_window());
  answer->set_consequence(result.consequence);
  for (const std::string& detail : result.detail) answer->add_detail(detail);
}

void Fill(const RecordResult& result, v1::RecordAnswer* answer) {
  answer->set_record(result.id);
  for (const std::string& tag : result.tags) answer->add_tag(tag);
  answer->set_unit(result.unit);
  answer->set_measured(FormatRatio(result.measured));
  answer->set_credited(FormatRatio(result.credited));
  answer->set_reason(result.reason);
  for (const PathStep& step : result.path) {
    v1::StepAnswer* entry = answer->add_step();
    entry->set_step(std::string(StepName(step.step)));
    entry->set_amount(FormatRatio(step.amount));
    entry->set_cut(FormatRatio(step.cut));
    if (step.by != nullptr) Fill(step.by, entry->mutable_by());
    entry->set_reason(step.reason);
    entry->set_detail(step.detail);
  }
}

}  // namespace

v1::Answer ToAnswer(const Question& question, const Determination& determination) {
  v1::Answer answer;
  answer.set_on(FormatDay(question.on));
  answer.set_as_of(FormatDay(question.as_of));
  answer.set_purpose(question.purpose);
  answer.set_target(question.target);
  if (determination.window) Fill(*determination.window, answer.mutable_window());
  answer.set_verdict(std::string(VerdictName(determination.verdict)));
  for (const auto& result : determination.requirements) Fill(result, answer.add_requirement());
  for (const RecordResult& result : determination.records) Fill(result, answer.add_record());
  for (const std::string& event : determination.unknown) answer.add_unknown(event);
  answer.set_receipt_sha256(ToHex(AsView(determination.receipt_digest)));
  for (const RuleSetReference& set : determination.rule_sets) {
    answer.add_rule_set(absl::StrCat(set.id, " version ", set.version));
  }
  return answer;
}

v1::RemainingAnswer ToAnswer(const Remaining& remaining) {
  v1::RemainingAnswer answer;
  answer.set_found(remaining.found);
  for (const Remaining::Study& study : remaining.study) {
    v1::StudyAnswer* entry = answer.add_study();
    for (const std::string& tag : study.tags) entry->add_tag(tag);
    entry->set_hours(FormatRatio(Ratio::Of(study.hours_centi, 100)));
  }
  for (const Remaining::Unreachable& unreachable : remaining.unreachable) {
    v1::UnreachableAnswer* entry = answer.add_unreachable();
    entry->set_requirement(unreachable.requirement);
    entry->set_most(FormatRatio(unreachable.most));
    entry->set_wanted(FormatRatio(unreachable.threshold));
  }
  return answer;
}

}  // namespace xuefen::rules
