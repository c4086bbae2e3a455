#include "services/cli/console/output.h"

#include <google/protobuf/util/json_util.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace xuefen::cli {

std::string Printable(absl::string_view text) {
  icu::UnicodeString line =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
  for (int i = 0; i < line.length(); ++i) {
    if (u_iscntrl(line.charAt(i)) != 0) line.setCharAt(i, u' ');
  }
  std::string printable;
  return line.toUTF8String(printable);
}

std::string JsonOf(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only for messages with an Any of an unknown type, which no answer of the contracts has.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) json = "null";
  return json;
}

void Output::Write(std::FILE* file, absl::string_view line) {
  std::fwrite(line.data(), 1, line.size(), file);
  std::fputc('\n', file);
}

}  // namespace xuefen::cli
