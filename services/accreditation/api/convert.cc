#include "services/accreditation/api/convert.h"

#include "absl/strings/str_cat.h"
#include "libs/identity/credit_code.h"
#include "libs/text/normalise.h"
#include "libs/wire/wire.h"

namespace xuefen::accreditation {
namespace {

// The domain's enumerator of a wire value; nothing for "unspecified".
template <typename To, typename From>
std::optional<To> EnumFromProto(From value) {
  if (value == 0) return std::nullopt;
  return static_cast<To>(value);
}

std::optional<Day> DayFromProto(bool has, const google::type::Date& date) {
  if (!has) return std::nullopt;
  return wire::FromProto(date);
}

}  // namespace

v1::Authority ToProto(const Authority& authority) {
  v1::Authority proto;
  proto.set_name(absl::StrCat("authorities/", authority.id));
  proto.set_display_name(authority.display_name);
  proto.set_division(authority.division);
  proto.set_industry(authority.industry);
  if (authority.first_day.has_value()) {
    *proto.mutable_first_day() = wire::ToProto(*authority.first_day);
  }
  if (authority.last_day.has_value()) {
    *proto.mutable_last_day() = wire::ToProto(*authority.last_day);
  }
  return proto;
}

v1::Provider ToProto(const Provider& provider) {
  v1::Provider proto;
  proto.set_name(absl::StrCat("providers/", provider.uscc));
  proto.set_number(provider.number);
  proto.set_display_name(provider.display_name);
  proto.set_kind(static_cast<v1::ProviderKind>(provider.kind));
  proto.set_division(provider.division);
  for (const StatePeriod& state : provider.states) {
    v1::ProviderStatePeriod* period = proto.add_states();
    period->set_state(static_cast<v1::ProviderState>(state.state));
    *period->mutable_first_day() = wire::ToProto(state.first_day);
    period->set_cause(state.cause);
  }
  proto.set_etag(EtagOf(provider));
  return proto;
}

v1::Activity ToProto(const RecordedActivity& recorded) {
  const Activity& activity = recorded.activity;
  v1::Activity proto;
  proto.set_name(absl::StrCat("providers/", activity.provider, "/activities/", activity.code));
  proto.set_display_name(activity.display_name);
  proto.set_subject(static_cast<common::v1::Subject>(activity.subject));
  proto.set_form(static_cast<common::v1::Form>(activity.form));
  *proto.mutable_first_day() = wire::ToProto(activity.first_day);
  *proto.mutable_last_day() = wire::ToProto(activity.last_day);
  proto.set_planned_centihours(activity.planned.centi());
  proto.set_gate(static_cast<v1::Gate>(activity.gate));
  *proto.mutable_gate_day() = wire::ToProto(activity.gate_day);
  proto.set_authority(absl::StrCat("authorities/", activity.authority));
  *proto.mutable_create_time() = wire::ToProto(recorded.created_at);
  return proto;
}

ActivityDraft FromProto(const v1::ActivityItem& item) {
  return {.code = text::NormaliseText(item.code()),
          .provider = identity::ReadCreditCode(item.provider()).text,
          .display_name = text::NormaliseText(item.display_name()),
          .subject = EnumFromProto<Subject>(item.subject()),
          .form = EnumFromProto<Form>(item.form()),
          .first_day = DayFromProto(item.has_first_day(), item.first_day()),
          .last_day = DayFromProto(item.has_last_day(), item.last_day()),
          .planned = Hours::FromCenti(item.planned_centihours()),
          .gate = EnumFromProto<Gate>(item.gate()),
          .gate_day = DayFromProto(item.has_gate_day(), item.gate_day())};
}

}  // namespace xuefen::accreditation
