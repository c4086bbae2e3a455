#include "libs/rpc/validator.h"

#include <google/protobuf/timestamp.pb.h>
#include <re2/re2.h>

#include <cstdint>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/type/date.pb.h"
#include "libs/base/civil.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "xuefen/common/v1/options.pb.h"

namespace xuefen::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kDefaultTextBytes = 256;
constexpr int kDefaultItems = 1000;
constexpr std::size_t kMaxViolations = 32;

// The instants that RFC 3339 can write: years 1 to 9999.
constexpr std::int64_t kFirstSecond = -62135596800;
constexpr std::int64_t kLastSecond = 253402300799;

bool IsNumber(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64: return true;
    default: return false;
  }
}

bool IsText(const FieldDescriptor& field) { return field.type() == FieldDescriptor::TYPE_STRING; }

// The value at `index` of a list, or of a single field when `index` is negative.
std::int64_t NumberOf(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection& r = *message.GetReflection();
  const bool one = index < 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return one ? r.GetInt32(message, field) : r.GetRepeatedInt32(message, field, index);
    case FieldDescriptor::CPPTYPE_INT64:
      return one ? r.GetInt64(message, field) : r.GetRepeatedInt64(message, field, index);
    case FieldDescriptor::CPPTYPE_UINT32:
      return one ? r.GetUInt32(message, field) : r.GetRepeatedUInt32(message, field, index);
    default: {
      const std::uint64_t value =
          one ? r.GetUInt64(message, field) : r.GetRepeatedUInt64(message, field, index);
      return static_cast<std::int64_t>(
          std::min<std::uint64_t>(value, std::numeric_limits<std::int64_t>::max()));
    }
  }
}

bool TimestampExists(const Message& message) {
  const auto& time = static_cast<const google::protobuf::Timestamp&>(message);
  return time.seconds() >= kFirstSecond && time.seconds() <= kLastSecond && time.nanos() >= 0 &&
         time.nanos() < 1000000000;
}

bool DateExists(const Message& message) {
  const auto& date = static_cast<const google::type::Date&>(message);
  return MakeDay(date.year(), date.month(), date.day()).has_value();
}

}  // namespace

struct Validator::FieldPlan {
  const FieldDescriptor* field = nullptr;
  common::v1::FieldRule rule;
  std::unique_ptr<re2::RE2> pattern;
  const MessagePlan* nested = nullptr;
};

struct Validator::MessagePlan {
  std::vector<FieldPlan> fields;
  // A type whose values are checked as a whole.
  bool (*exists)(const Message&) = nullptr;
  const char* wanted = "";
};

// One walk through one message. Keeps where it is and makes a path of it only for a violation.
class Validator::Walk {
 public:
  void Visit(const MessagePlan& plan, const Message& message) {
    if (plan.exists != nullptr && !plan.exists(message)) Violate(plan.wanted);
    for (const FieldPlan& field : plan.fields) {
      if (violations_.size() >= kMaxViolations) return;
      steps_.push_back({field.field, -1});
      if (field.field->is_repeated()) {
        VisitList(field, message);
      } else {
        VisitField(field, message);
      }
      steps_.pop_back();
    }
  }

  std::vector<FieldViolation> TakeViolations() { return std::move(violations_); }

 private:
  struct Step {
    const FieldDescriptor* field;
    int index;
  };

  void Violate(absl::string_view wanted) {
    if (violations_.size() >= kMaxViolations) return;
    std::string path;
    for (const Step& step : steps_) {
      absl::StrAppend(&path, path.empty() ? "" : ".", step.field->name());
      if (step.index >= 0) absl::StrAppend(&path, "[", step.index, "]");
    }
    violations_.push_back({.field = path, .description = std::string(wanted)});
  }

  void VisitList(const FieldPlan& plan, const Message& message) {
    const int size = message.GetReflection()->FieldSize(message, plan.field);
    const int most = plan.rule.items_max() > 0 ? plan.rule.items_max() : kDefaultItems;
    if (size == 0 && plan.rule.required()) Violate("at least one item");
    // A list that is too long is not looked into.
    if (size > most) return Violate(absl::StrCat("at most ", most, " items"));
    for (int i = 0; i < size && violations_.size() < kMaxViolations; ++i) {
      steps_.back().index = i;
      VisitValue(plan, message, i);
    }
  }

  void VisitField(const FieldPlan& plan, const Message& message) {
    // For a field without presence this asks whether it is empty, zero or unspecified.
    if (!message.GetReflection()->HasField(message, plan.field)) {
      if (plan.rule.required()) Violate("a value");
      return;
    }
    VisitValue(plan, message, -1);
  }

  void VisitValue(const FieldPlan& plan, const Message& message, int index) {
    const Reflection& r = *message.GetReflection();
    const FieldDescriptor* field = plan.field;
    if (plan.nested != nullptr) {
      Visit(*plan.nested,
            index < 0 ? r.GetMessage(message, field) : r.GetRepeatedMessage(message, field, index));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      std::string scratch;
      CheckText(plan, index < 0 ? r.GetStringReference(message, field, &scratch)
                                : r.GetRepeatedStringReference(message, field, index, &scratch));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      CheckEnum(plan, index < 0 ? r.GetEnumValue(message, field)
                                : r.GetRepeatedEnumValue(message, field, index));
    } else if (IsNumber(*field)) {
      CheckNumber(plan, NumberOf(message, field, index));
    }
  }

  void CheckText(const FieldPlan& plan, const std::string& text) {
    if (text.empty() && plan.rule.required()) return Violate("text");
    const int given = plan.rule.bytes_max();
    const int most = given > 0 ? given : IsText(*plan.field) ? kDefaultTextBytes : 0;
    if (most > 0 && text.size() > static_cast<std::size_t>(most)) {
      return Violate(absl::StrCat("at most ", most, " bytes"));
    }
    if (!IsText(*plan.field)) return;
    // PostgreSQL cannot store it, and nobody writes it.
    if (text.find('\0') != std::string::npos) return Violate("text without the character NUL");
    if (plan.pattern != nullptr && !re2::RE2::FullMatch(text, *plan.pattern)) {
      Violate(plan.rule.wanted().empty() ? absl::StrCat("text that matches ", plan.rule.pattern())
                                         : plan.rule.wanted());
    }
  }

  void CheckEnum(const FieldPlan& plan, int number) {
    const bool known = plan.field->enum_type()->FindValueByNumber(number) != nullptr;
    if (!known || (number == 0 && plan.rule.required())) {
      Violate(absl::StrCat("a known value of ", plan.field->enum_type()->name()));
    }
  }

  void CheckNumber(const FieldPlan& plan, std::int64_t number) {
    if (plan.rule.has_at_least() && number < plan.rule.at_least()) {
      Violate(absl::StrCat("at least ", plan.rule.at_least()));
    }
    if (plan.rule.has_at_most() && number > plan.rule.at_most()) {
      Violate(absl::StrCat("at most ", plan.rule.at_most()));
    }
  }

  std::vector<Step> steps_;
  std::vector<FieldViolation> violations_;
};

Validator::Validator() = default;
Validator::Validator(Validator&&) noexcept = default;
Validator& Validator::operator=(Validator&&) noexcept = default;
Validator::~Validator() = default;

absl::Status Validator::Fits(const FieldPlan& plan) {
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

absl::StatusOr<const Validator::MessagePlan*> Validator::PlanOf(const Descriptor& type,
                                                                Plans& plans) {
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
    FieldPlan field;
    field.field = type.field(i);
    field.rule = field.field->options().GetExtension(common::v1::rule);
    if (!field.rule.pattern().empty()) {
      field.pattern = std::make_unique<re2::RE2>(field.rule.pattern(), re2::RE2::Quiet);
    }
    XUEFEN_RETURN_IF_ERROR(Fits(field));
    if (field.field->message_type() != nullptr) {
      XUEFEN_ASSIGN_OR_RETURN(field.nested, PlanOf(*field.field->message_type(), plans));
    }
    plan.fields.push_back(std::move(field));
  }
  return &plan;
}

absl::StatusOr<Validator> Validator::Create(const Descriptor& type) {
  Validator validator;
  XUEFEN_ASSIGN_OR_RETURN(validator.root_, PlanOf(type, validator.plans_));
  return validator;
}

absl::Status Validator::Check(const Message& message) const {
  Walk walk;
  walk.Visit(*root_, message);
  const std::vector<FieldViolation> violations = walk.TakeViolations();
  return violations.empty() ? absl::OkStatus() : InvalidFields(violations);
}

}  // namespace xuefen::rpc
