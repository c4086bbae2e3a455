#include "services/credit/api/convert.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/bytes.h"
#include "libs/wire/wire.h"

namespace xuefen::credit {
namespace {

v1::Verdict ToProto(rules::Verdict verdict) {
  switch (verdict) {
    case rules::Verdict::kMet: return v1::VERDICT_MET;
    case rules::Verdict::kNotMet: return v1::VERDICT_NOT_MET;
    case rules::Verdict::kWaived: return v1::VERDICT_WAIVED;
    case rules::Verdict::kNotApplicable: return v1::VERDICT_NOT_APPLICABLE;
    case rules::Verdict::kNoRuleInForce: return v1::VERDICT_NO_RULE_IN_FORCE;
  }
  return v1::VERDICT_UNSPECIFIED;
}

v1::Citation ToProto(const rules::Citation& citation) {
  v1::Citation proto;
  proto.set_rule_set(citation.rule_set);
  proto.set_provision(citation.provision);
  proto.set_instrument(citation.instrument_number);
  proto.set_article(citation.article);
  proto.set_quote(citation.quote);
  return proto;
}

v1::HoursPair ToProto(const HoursPair& hours) {
  v1::HoursPair proto;
  proto.set_reported_centihours(hours.reported.centi());
  proto.set_credited_centihours(hours.credited.CentiDown());
  if (!hours.credited.IsWholeIn(100)) {
    proto.set_credited_exact(rules::FormatRatio(hours.credited));
  }
  return proto;
}

HoursPair FromProto(const v1::HoursPair& proto) {
  return {.reported = Hours::FromCenti(proto.reported_centihours()),
          .credited = rules::ParseAmount(proto.credited_exact())
                          .value_or(rules::Ratio::Of(proto.credited_centihours(), 100))};
}

v1::RequirementResult ToProto(const rules::RequirementResult& result, bool open) {
  v1::RequirementResult proto;
  proto.set_requirement(result.requirement);
  if (result.by != nullptr) *proto.mutable_citation() = ToProto(*result.by);
  proto.set_verdict(ToProto(result.verdict));
  proto.set_earned_centihours(result.earned.CentiDown());
  proto.set_wanted_centihours(result.threshold.CentiUp());
  proto.set_missing_centihours(result.missing.CentiUp());
  proto.set_open(open);
  return proto;
}

v1::PathStep ToProto(const rules::PathStep& step) {
  v1::PathStep proto;
  proto.set_step(std::string(rules::StepName(step.step)));
  if (step.by != nullptr) *proto.mutable_citation() = ToProto(*step.by);
  proto.set_left_centihours(step.amount.CentiDown());
  proto.set_cut_centihours(step.cut.CentiUp());
  proto.set_reason(step.reason);
  return proto;
}

v1::RecordPath ToProto(const LearningRecord& record, const rules::RecordResult& result) {
  v1::RecordPath proto;
  proto.set_completion(absl::StrCat("completions/", result.id));
  proto.set_activity(
      absl::StrCat("providers/", record.activity.provider, "/activities/", record.activity.code));
  proto.set_kind(static_cast<common::v1::Kind>(record.kind));
  proto.set_subject(static_cast<common::v1::Subject>(record.subject));
  *proto.mutable_first_day() = wire::ToProto(record.first_day);
  *proto.mutable_last_day() = wire::ToProto(record.last_day);
  *proto.mutable_hours() = ToProto({.reported = record.reported, .credited = result.credited});
  for (const rules::PathStep& step : result.path) *proto.add_steps() = ToProto(step);
  return proto;
}

v1::RuleSetReference ToProto(const rules::RuleSetReference& reference) {
  v1::RuleSetReference proto;
  proto.set_id(reference.id);
  proto.set_version(reference.version);
  proto.set_sha256(ToHex(AsView(reference.content_hash)));
  return proto;
}

// In order of first day and id.
void AddRecords(const rules::Determination& determination, const PersonFacts& facts,
                v1::Determination& proto) {
  std::map<std::string, const LearningRecord*> record_of;
  for (const LearningRecord& record : facts.records) record_of[record.id.Hex()] = &record;
  std::vector<std::tuple<Day, std::string, const rules::RecordResult*>> ordered;
  for (const rules::RecordResult& result : determination.records) {
    ordered.emplace_back(record_of.at(result.id)->first_day, result.id, &result);
  }
  std::sort(ordered.begin(), ordered.end());
  for (const auto& [day, id, result] : ordered) {
    *proto.add_records() = ToProto(*record_of.at(id), *result);
  }
}

// From providers/{uscc}/activities/{code}, as written above.
ActivityKey KeyOf(const v1::RecordPath& record) {
  const std::vector<std::string> parts = absl::StrSplit(record.activity(), '/');
  return {.provider = parts[1], .code = parts[3]};
}

}  // namespace

v1::AccountYear YearToProto(const rules::Determination& determination, const PersonFacts& facts,
                            int year) {
  v1::AccountYear proto;
  proto.set_year(year);
  *proto.mutable_totals() = ToProto(TotalsOf(determination, facts, year));
  for (const rules::RequirementResult& result : determination.requirements) {
    *proto.add_requirements() = ToProto(result, determination.open);
  }
  proto.set_verdict(ToProto(determination.verdict));
  return proto;
}

v1::Determination ToProto(const rules::Determination& determination, const PersonFacts& facts,
                          int year, Day as_of) {
  v1::Determination proto;
  v1::AccountYear summary = YearToProto(determination, facts, year);
  proto.set_name(absl::StrCat("people/", facts.person.Hex(), "/determinations/", year));
  *proto.mutable_as_of_day() = wire::ToProto(as_of);
  proto.mutable_totals()->Swap(summary.mutable_totals());
  proto.mutable_requirements()->Swap(summary.mutable_requirements());
  proto.set_verdict(summary.verdict());
  AddRecords(determination, facts, proto);
  for (const rules::RuleSetReference& reference : determination.rule_sets) {
    *proto.add_rule_sets() = ToProto(reference);
  }
  proto.set_engine_semantics_version(rules::kSemanticsVersion);
  proto.set_receipt_sha256(ToHex(AsView(determination.receipt_digest)));
  return proto;
}

v1::Totals ToProto(const Totals& totals) {
  v1::Totals proto;
  *proto.mutable_all() = ToProto(SumOf(totals));
  for (const auto& [cell, hours] : totals) {
    v1::TotalsCell* cell_proto = proto.add_cells();
    cell_proto->set_kind(static_cast<common::v1::Kind>(cell.first));
    cell_proto->set_subject(static_cast<common::v1::Subject>(cell.second));
    *cell_proto->mutable_hours() = ToProto(hours);
  }
  return proto;
}

Totals FromProto(const v1::Totals& proto) {
  Totals totals;
  for (const v1::TotalsCell& cell : proto.cells()) {
    totals[{static_cast<Kind>(cell.kind()), static_cast<Subject>(cell.subject())}] =
        FromProto(cell.hours());
  }
  return totals;
}

v1::RuleSetSummary ToProto(const rules::RuleSetSummary& summary) {
  v1::RuleSetSummary proto;
  *proto.mutable_reference() = ToProto(summary.reference);
  proto.set_title(summary.title);
  proto.set_provisions(summary.provisions);
  proto.set_examples(summary.examples);
  return proto;
}

std::set<ActivityKey> ActivitiesOf(const v1::Determination& determination) {
  std::set<ActivityKey> activities;
  for (const v1::RecordPath& record : determination.records()) activities.insert(KeyOf(record));
  return activities;
}

void FillNames(const Names& names, v1::Determination& determination) {
  for (v1::RecordPath& record : *determination.mutable_records()) {
    const ActivityKey key = KeyOf(record);
    if (const auto name = names.activities.find(key); name != names.activities.end()) {
      record.set_activity_display_name(name->second);
    }
    if (const auto name = names.providers.find(key.provider); name != names.providers.end()) {
      record.set_provider_display_name(name->second);
    }
  }
}

}  // namespace xuefen::credit
