#include "libs/rpc/field_walk.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"

namespace xuefen::rpc::internal {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kDefaultTextBytes = 256;
constexpr int kDefaultItems = 1000;
constexpr std::size_t kMaxViolations = 32;
constexpr int kBits = 64;  // of FieldPlan::known_enum

// The value at `index` of a list, or of a single field when `index` is negative.
std::int64_t NumberOf(const OpenMessage& open, const FieldDescriptor* field, int index) {
  const auto& [message, r] = open;
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

}  // namespace

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

FieldPlan::FieldPlan(const FieldDescriptor* planned)
    : field(planned),
      rule(planned->options().GetExtension(common::v1::rule)),
      type(planned->cpp_type()),
      is_list(planned->is_repeated()),
      is_text(IsText(*planned)) {
  if (!rule.pattern().empty()) {
    pattern = std::make_unique<re2::RE2>(rule.pattern(), re2::RE2::Quiet);
  }
  const bool is_enum = type == FieldDescriptor::CPPTYPE_ENUM;
  absent_passes =
      (is_enum || is_text) && pattern == nullptr && !rule.required() && !planned->has_presence();
  if (!is_enum) return;
  for (int i = 0; i < planned->enum_type()->value_count(); ++i) {
    const int number = planned->enum_type()->value(i)->number();
    if (number >= 0 && number < kBits) known_enum |= std::uint64_t{1} << number;
  }
}

bool FieldPlan::RefusesAny() const {
  if (is_list || rule.required() || rule.has_at_least() || rule.has_at_most()) return true;
  return type == FieldDescriptor::CPPTYPE_STRING || type == FieldDescriptor::CPPTYPE_ENUM ||
         type == FieldDescriptor::CPPTYPE_MESSAGE;
}

bool FieldWalk::full() const { return violations_.size() >= kMaxViolations; }

void FieldWalk::Visit(const MessagePlan& plan, const Message& message) {
  if (plan.exists != nullptr && !plan.exists(message)) Violate(plan.wanted);
  const OpenMessage open(message);
  for (const FieldPlan& field : plan.fields) {
    if (full()) return;
    steps_.push_back({field.field, -1});
    if (field.is_list) {
      VisitList(field, open);
    } else {
      VisitField(field, open);
    }
    steps_.pop_back();
  }
}

void FieldWalk::Violate(absl::string_view wanted) {
  if (full()) return;
  std::string path;
  for (const Step& step : steps_) {
    absl::StrAppend(&path, path.empty() ? "" : ".", step.field->name());
    if (step.index >= 0) absl::StrAppend(&path, "[", step.index, "]");
  }
  violations_.push_back({.field = path, .description = std::string(wanted)});
}

void FieldWalk::VisitList(const FieldPlan& plan, const OpenMessage& open) {
  const int size = open.fields.FieldSize(open.message, plan.field);
  const int most = plan.rule.items_max() > 0 ? plan.rule.items_max() : kDefaultItems;
  if (size == 0 && plan.rule.required()) Violate("at least one item");
  // A list that is too long is not looked into.
  if (size > most) return Violate(absl::StrCat("at most ", most, " items"));
  for (int i = 0; i < size && !full(); ++i) {
    steps_.back().index = i;
    VisitValue(plan, open, i);
  }
}

void FieldWalk::VisitField(const FieldPlan& plan, const OpenMessage& open) {
  // For a field without presence this asks whether it is empty, zero or unspecified.
  if (!plan.absent_passes && !open.fields.HasField(open.message, plan.field)) {
    if (plan.rule.required()) Violate("a value");
    return;
  }
  VisitValue(plan, open, -1);
}

void FieldWalk::VisitValue(const FieldPlan& plan, const OpenMessage& open, int index) {
  const auto& [message, r] = open;
  const FieldDescriptor* field = plan.field;
  if (plan.nested != nullptr) {
    Visit(*plan.nested,
          index < 0 ? r.GetMessage(message, field) : r.GetRepeatedMessage(message, field, index));
  } else if (plan.type == FieldDescriptor::CPPTYPE_STRING) {
    std::string scratch;
    CheckText(plan, index < 0 ? r.GetStringReference(message, field, &scratch)
                              : r.GetRepeatedStringReference(message, field, index, &scratch));
  } else if (plan.type == FieldDescriptor::CPPTYPE_ENUM) {
    CheckEnum(plan, index < 0 ? r.GetEnumValue(message, field)
                              : r.GetRepeatedEnumValue(message, field, index));
  } else if (IsNumber(*field)) {
    CheckNumber(plan, NumberOf(open, field, index));
  }
}

void FieldWalk::CheckText(const FieldPlan& plan, const std::string& text) {
  if (text.empty() && plan.rule.required()) return Violate("text");
  const int given = plan.rule.bytes_max();
  const int most = given > 0 ? given : plan.is_text ? kDefaultTextBytes : 0;
  if (most > 0 && text.size() > static_cast<std::size_t>(most)) {
    return Violate(absl::StrCat("at most ", most, " bytes"));
  }
  if (!plan.is_text) return;
  // PostgreSQL cannot store it, and nobody writes it.
  if (text.find('\0') != std::string::npos) return Violate("text without the character NUL");
  if (plan.pattern != nullptr && !re2::RE2::FullMatch(text, *plan.pattern)) {
    Violate(plan.rule.wanted().empty() ? absl::StrCat("text that matches ", plan.rule.pattern())
                                       : plan.rule.wanted());
  }
}

void FieldWalk::CheckEnum(const FieldPlan& plan, int number) {
  const bool known = number >= 0 && number < kBits
                         ? (plan.known_enum >> number & 1) != 0
                         : plan.field->enum_type()->FindValueByNumber(number) != nullptr;
  if (!known || (number == 0 && plan.rule.required())) {
    Violate(absl::StrCat("a known value of ", plan.field->enum_type()->name()));
  }
}

void FieldWalk::CheckNumber(const FieldPlan& plan, std::int64_t number) {
  if (plan.rule.has_at_least() && number < plan.rule.at_least()) {
    Violate(absl::StrCat("at least ", plan.rule.at_least()));
  }
  if (plan.rule.has_at_most() && number > plan.rule.at_most()) {
    Violate(absl::StrCat("at most ", plan.rule.at_most()));
  }
}

}  // namespace xuefen::rpc::internal
