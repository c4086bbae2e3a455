#include <google/protobuf/message.h>

#include "libs/rules/compile.h"
#include "libs/rules/tlv.h"

namespace xuefen::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void WriteFields(const Message& message, TlvWriter& writer);

// Entry `index` of a list, or the field itself when `index` is negative. The grammar has texts,
// integers, booleans, enumerations and messages.
void WriteValue(const Message& message, const FieldDescriptor* field, int index,
                TlvWriter& writer) {
  const google::protobuf::Reflection& in = *message.GetReflection();
  const bool listed = index >= 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      WriteFields(
          listed ? in.GetRepeatedMessage(message, field, index) : in.GetMessage(message, field),
          writer);
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      writer.Text(
          1, listed ? in.GetRepeatedString(message, field, index) : in.GetString(message, field));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      writer.Int(1, listed ? in.GetRepeatedEnumValue(message, field, index)
                           : in.GetEnumValue(message, field));
      break;
    case FieldDescriptor::CPPTYPE_BOOL: writer.Int(1, in.GetBool(message, field) ? 1 : 0); break;
    case FieldDescriptor::CPPTYPE_INT32:
      writer.Int(1,
                 listed ? in.GetRepeatedInt32(message, field, index) : in.GetInt32(message, field));
      break;
    case FieldDescriptor::CPPTYPE_INT64: writer.Int(1, in.GetInt64(message, field)); break;
    default:  // floating point and unsigned numbers, which the grammar does without
      break;
  }
}

// The fields that are set, in order of their numbers; each value as an entry.
void WriteFields(const Message& message, TlvWriter& writer) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool listed = field->is_repeated();
    const int size = listed ? message.GetReflection()->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      writer.Entry(field->number(),
                   [&](TlvWriter& value) { WriteValue(message, field, listed ? i : -1, value); });
    }
  }
}

Sha256Digest HashOf(const Message& message) {
  TlvWriter writer;
  WriteFields(message, writer);
  return Sha256(writer.bytes());
}

}  // namespace

Sha256Digest ContentHash(const pb::RuleSet& message) {
  pb::RuleSet deciding = message;
  deciding.clear_example();
  return HashOf(deciding);
}

Sha256Digest ContentHash(const pb::Provision& message) {
  pb::Provision deciding = message;
  deciding.clear_cite();
  return HashOf(deciding);
}

}  // namespace xuefen::rules
