#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <re2/re2.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/base/refusal.h"
#include "xuefen/common/v1/options.pb.h"

namespace xuefen::rpc::internal {

struct MessagePlan;

// What is wanted of one field, ready to be checked.
struct FieldPlan {
  explicit FieldPlan(const google::protobuf::FieldDescriptor* planned);

  // Whether any value of the field could be refused.
  bool RefusesAny() const;

  const google::protobuf::FieldDescriptor* field;
  common::v1::FieldRule rule;
  std::unique_ptr<re2::RE2> pattern;    // null without one
  const MessagePlan* nested = nullptr;  // of a field that holds messages

  // What the descriptor says, which takes long to tell.
  google::protobuf::FieldDescriptor::CppType type;
  bool is_list;
  bool is_text;
  bool absent_passes = false;    // an empty text or an unspecified value fits like any other
  std::uint64_t known_enum = 0;  // the known values below 64, as bits
};

// What is wanted of the messages of one type.
struct MessagePlan {
  std::vector<FieldPlan> fields;
  // For a type whose values are checked as a whole; otherwise null.
  bool (*exists)(const google::protobuf::Message&) = nullptr;
  const char* wanted = "";
};

bool IsNumber(const google::protobuf::FieldDescriptor& field);
bool IsText(const google::protobuf::FieldDescriptor& field);

// A message with the way to its fields, which takes as long to find as a field takes to read.
struct OpenMessage {
  explicit OpenMessage(const google::protobuf::Message& opened)
      : message(opened), fields(*opened.GetReflection()) {}

  const google::protobuf::Message& message;
  const google::protobuf::Reflection& fields;
};

// One walk through one message. Keeps where it is and makes a path of it only for a violation.
class FieldWalk {
 public:
  void Visit(const MessagePlan& plan, const google::protobuf::Message& message);

  // In the order of the fields; at most 32.
  std::vector<FieldViolation> TakeViolations() { return std::move(violations_); }

 private:
  // An index below 0 means a field that is no list, or the list as a whole.
  struct Step {
    const google::protobuf::FieldDescriptor* field;
    int index;
  };

  bool full() const;
  void Violate(absl::string_view wanted);
  void VisitList(const FieldPlan& plan, const OpenMessage& open);
  void VisitField(const FieldPlan& plan, const OpenMessage& open);
  void VisitValue(const FieldPlan& plan, const OpenMessage& open, int index);
  void CheckText(const FieldPlan& plan, const std::string& text);
  void CheckEnum(const FieldPlan& plan, int number);
  void CheckNumber(const FieldPlan& plan, std::int64_t number);

  std::vector<Step> steps_;
  std::vector<FieldViolation> violations_;
};

}  // namespace xuefen::rpc::internal
