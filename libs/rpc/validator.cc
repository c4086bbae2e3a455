#include "libs/rpc/validator.h"

#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/type/date.pb.h"
#include "libs/base/civil.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/field_walk.h"
#include "xuefen/common/v1/options.pb.h"

namespace xuefen::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using internal::FieldPlan;
using internal::IsNumber;
using internal::IsText;
using internal::MessagePlan;

// The instants that RFC 3339 can write: years 1 to 9999.
constexpr std::int64_t kFirstSecond = -62135596800;
constexpr std::int64_t kLastSecond = 253402300799;

bool TimestampExists(const Message& message) {
  const auto& time = static_cast<const google::protobuf::Timestamp&>(message);
  return time.seconds() >= kFirstSecond && time.seconds() <= kLastSecond && time.nanos() >= 0 &&
         time.nanos() < 1000000000;
}

bool DateExists(const Message& message) {
  const auto& date = static_cast<const google::type::Date&>(message);
  return MakeDay(date.year(), date.month(), date.day()).has_value();
}

using Plans = std::map<const Descriptor*, std::unique_ptr<MessagePlan>>;

absl::Status Fits(const FieldPlan& plan) {
  const auto misfit = [&](absl::string_view what) {
    return absl::FailedPreconditionError(
        absl::StrCat(plan.field->full_name(), ": its rule has ", what));
  };
  if (plan.pattern != nullptr && !plan.pattern->ok()) return misfit(plan.pattern->error());
  if (plan.pattern != nullptr && !IsText(*plan.field))
    return misfit("a pattern, but it is no text");
  if (plan.rule.bytes_max() != 0 && plan.field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return misfit("bytes_max, but it is neither text nor bytes");
  }
  if ((plan.rule.has_at_least() || plan.rule.has_at_most()) && !IsNumber(*plan.field)) {
    return misfit("a range, but it is no whole number");
  }
  if (plan.rule.items_max() != 0 && !plan.field->is_repeated()) {
    return misfit("items_max, but it is no list");
  }
  return absl::OkStatus();
}

absl::StatusOr<const MessagePlan*> PlanOf(const Descriptor& type, Plans& plans) {
  const auto [found, fresh] = plans.try_emplace(&type, nullptr);
  if (!fresh) return found->second.get();
  found->second = std::make_unique<MessagePlan>();
  MessagePlan& plan = *found->second;
  // Looked at as a whole; their fields have no rules.
  if (&type == google::protobuf::Timestamp::descriptor()) {
    plan.exists = TimestampExists;
    plan.wanted = "an instant of the years 1 to 9999";
    return &plan;
  }
  if (&type == google::type::Date::descriptor()) {
    plan.exists = DateExists;
    plan.wanted = "an existing day";
    return &plan;
  }
  for (int i = 0; i < type.field_count(); ++i) {
    FieldPlan field(type.field(i));
    XUEFEN_RETURN_IF_ERROR(Fits(field));
    if (field.field->message_type() != nullptr) {
      XUEFEN_ASSIGN_OR_RETURN(field.nested, PlanOf(*field.field->message_type(), plans));
    }
    if (field.RefusesAny()) plan.fields.push_back(std::move(field));
  }
  return &plan;
}

}  // namespace

Validator::Validator() = default;
Validator::Validator(Validator&&) noexcept = default;
Validator& Validator::operator=(Validator&&) noexcept = default;
Validator::~Validator() = default;

absl::StatusOr<Validator> Validator::Create(const Descriptor& type) {
  Validator validator;
  XUEFEN_ASSIGN_OR_RETURN(validator.root_, PlanOf(type, validator.plans_));
  return validator;
}

absl::Status Validator::Check(const Message& message) const {
  internal::FieldWalk walk;
  walk.Visit(*root_, message);
  const std::vector<FieldViolation> violations = walk.TakeViolations();
  return violations.empty() ? absl::OkStatus() : InvalidFields(violations);
}

}  // namespace xuefen::rpc
