#include "libs/rules/json_shape.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace xuefen::rules {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const FieldDescriptor* FieldNamed(const Descriptor& type, const std::string& name) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->name() == name || type.field(i)->json_name() == name) return type.field(i);
  }
  return nullptr;
}

// What the field holds, or each of its entries; nothing where the parser says it well enough.
std::string Wanted(const FieldDescriptor& field, const JsonPlace& value) {
  const bool list = field.is_repeated() && !field.is_map();
  if (value.listed != list) return list ? "a list, [ ]" : "one value, not a list";
  if (field.message_type() != nullptr) {
    return value.kind == JsonPlace::Kind::kObject ? "" : "fields between { and }";
  }
  const bool text = field.type() == FieldDescriptor::TYPE_STRING;
  return text && value.kind != JsonPlace::Kind::kText ? "a text between quotes" : "";
}

class Checker {
 public:
  Checker(const std::string& path, Diagnostics& diagnostics)
      : path_(path), diagnostics_(diagnostics) {}

  void Check(const Descriptor& type, const JsonPlace& object) {
    if (object.kind != JsonPlace::Kind::kObject) {
      Report(object, absl::StrCat("no fields stand here; wanted: { and one of ", Names(type)));
    }
    for (const auto& [name, values] : object.fields) {
      const FieldDescriptor* field = FieldNamed(type, name);
      for (const JsonPlace& value : values) {
        if (field == nullptr) {
          Report(value, absl::StrCat("field \"", name, "\" is unknown here; wanted: one of ",
                                     Names(type)));
        } else if (value.kind != JsonPlace::Kind::kNull) {
          CheckValue(*field, name, value);
        }
      }
    }
  }

 private:
  static std::string Names(const Descriptor& type) { return absl::StrJoin(FieldsOf(&type), ", "); }

  void CheckValue(const FieldDescriptor& field, const std::string& name, const JsonPlace& value) {
    if (const std::string wanted = Wanted(field, value); !wanted.empty()) {
      Report(value, absl::StrCat("\"", name, "\" holds something else; wanted: ", wanted));
    } else if (field.is_map()) {
      CheckEntries(*field.message_type()->map_value(), value);
    } else if (field.message_type() != nullptr) {
      Check(*field.message_type(), value);
    }
  }

  void CheckEntries(const FieldDescriptor& entry, const JsonPlace& map) {
    for (const auto& [name, values] : map.fields) {
      for (const JsonPlace& value : values) CheckValue(entry, name, value);
    }
  }

  void Report(const JsonPlace& place, const std::string& text) {
    diagnostics_.push_back({path_, place.line, place.column, text});
  }

  const std::string& path_;
  Diagnostics& diagnostics_;
};

}  // namespace

void CheckShape(const std::string& path, const Descriptor& type, const JsonPlace& place,
                Diagnostics& diagnostics) {
  Checker(path, diagnostics).Check(type, place);
}

}  // namespace xuefen::rules
