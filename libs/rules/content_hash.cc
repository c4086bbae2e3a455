#include <google/protobuf/message.h>

#include "libs/rules/compile.h"
#include "libs/rules/tlv.h"

namespace xuefen::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

TlvWriter Canonical(const Message& message);

// Entry `index` of a list, or the field itself when `index` is negative. The grammar has texts,
// integers, booleans, enumerations and messages.
void WriteValue(const Message& message, const FieldDescriptor* field, int index,
                TlvWriter& writer) {
  const google::protobuf::Reflection& in = *message.GetReflection();
  const bool listed = index >= 0;
  TlvWriter value;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      value = Canonical(listed ? in.GetRepeatedMessage(message, field, index)
                               : in.GetMessage(message, field));
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      value.Text(
          1, listed ? in.GetRepeatedString(message, field, index) : in.GetString(message, field));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      value.Int(1, listed ? in.GetRepeatedEnumValue(message, field, index)
                          : in.GetEnumValue(message, field));
      break;
    case FieldDescriptor::CPPTYPE_BOOL: value.Int(1, in.GetBool(message, field) ? 1 : 0); break;
    case FieldDescriptor::CPPTYPE_INT32:
      value.Int(1,
                listed ? in.GetRepeatedInt32(message, field, index) : in.GetInt32(message, field));
      break;
    case FieldDescriptor::CPPTYPE_INT64: value.Int(1, in.GetInt64(message, field)); break;
    default:  // floating point and unsigned numbers, which the grammar does without
      break;
  }
  writer.Entry(field->number(), value);
}

// The fields that are set, in order of their numbers.
TlvWriter Canonical(const Message& message) {
  TlvWriter writer;
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!field->is_repeated()) {
      WriteValue(message, field, -1, writer);
      continue;
    }
    const int size = message.GetReflection()->FieldSize(message, field);
    for (int i = 0; i < size; ++i) WriteValue(message, field, i, writer);
  }
  return writer;
}

}  // namespace

Sha256Digest ContentHash(const pb::RuleSet& message) {
  pb::RuleSet deciding = message;
  deciding.clear_example();
  return Sha256(Canonical(deciding).bytes());
}

Sha256Digest ContentHash(const pb::Provision& message) {
  pb::Provision deciding = message;
  deciding.clear_cite();
  return Sha256(Canonical(deciding).bytes());
}

}  // namespace xuefen::rules
