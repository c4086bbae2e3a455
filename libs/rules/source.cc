#include "libs/rules/source.h"

#include <algorithm>
#include <set>
#include <tuple>

#include <google/protobuf/io/tokenizer.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace xuefen::rules {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// The text between the n-th pair of double quotes.
absl::string_view Quoted(absl::string_view text, int n) {
  for (;;) {
    const std::size_t open = text.find('"');
    if (open == absl::string_view::npos) return "";
    text.remove_prefix(open + 1);
    const std::size_t close = text.find('"');
    if (n == 0 || close == absl::string_view::npos) return text.substr(0, close);
    text.remove_prefix(close + 1);
    --n;
  }
}

constexpr int kNestingMax = 50;
constexpr char kNoField[] = "has no field named";

// The values of the enumeration that a field of that name takes, in the message or below it.
std::vector<std::string> ValuesOf(const Descriptor* type, absl::string_view field,
                                  std::set<const Descriptor*>& visited) {
  std::vector<std::string> values;
  if (!visited.insert(type).second) return values;
  for (int i = 0; i < type->field_count() && values.empty(); ++i) {
    const FieldDescriptor* at = type->field(i);
    if (at->enum_type() != nullptr && at->name() == field) {
      // The first value is "not stated".
      for (int v = 1; v < at->enum_type()->value_count(); ++v) {
        values.push_back(at->enum_type()->value(v)->name());
      }
    } else if (at->message_type() != nullptr) {
      values = ValuesOf(at->message_type(), field, visited);
    }
  }
  return values;
}

// Says in our words what the parser says of an unknown field.
std::string UnknownField(absl::string_view message) {
  const Descriptor* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          std::string(Quoted(message, 0)));
  const absl::string_view field = Quoted(message, 1);
  const bool of_the_set =
      pb::RuleSet::descriptor()->FindFieldByName(std::string(field)) != nullptr &&
      (field == "provision" || field == "example" || field == "instrument" || field == "family");
  return absl::StrCat("field \"", field, "\" is unknown here; wanted: ",
                      of_the_set ? "a } more before it, or one of " : "one of ",
                      absl::StrJoin(FieldsOf(type), ", "));
}

// Says in our words what the parser says, where it does not say what to do.
std::string Reworded(const std::string& message) {
  const auto has = [&](absl::string_view words) {
    return message.find(std::string(words)) != std::string::npos;
  };
  if (has(kNoField)) return UnknownField(message);
  if (has("Unknown enumeration value")) {
    std::set<const Descriptor*> visited;
    return absl::StrCat(
        "\"", Quoted(message, 0), "\" is no value of ", Quoted(message, 1), "; wanted: one of ",
        absl::StrJoin(ValuesOf(pb::RuleSet::descriptor(), Quoted(message, 1), visited), ", "));
  }
  if (has("another member of oneof")) {
    return absl::StrCat("\"", Quoted(message, 0), "\" stands beside \"", Quoted(message, 1),
                        "\"; wanted: one of the two");
  }
  absl::string_view wanted;
  if (has("specified multiple times")) wanted = "it once";
  if (has("Expected string")) wanted = "a text between quotes, such as \"90\"";
  if (has("Expected integer")) wanted = "a number or a name in capitals, without quotes";
  if (has("Expected identifier")) wanted = "the name of a field";
  if (has("Expected identifier, got: }")) wanted = "a field, or a } less before it";
  return wanted.empty() ? message : absl::StrCat(message, "; wanted: ", wanted);
}

// The parser calls unknown fields warnings, so that one does not hide the next; to us they are
// errors.
class Collector : public google::protobuf::io::ErrorCollector {
 public:
  Collector(const RuleFile& file, Diagnostics& diagnostics)
      : path_(file.path), lines_(absl::StrSplit(file.text, '\n')), diagnostics_(diagnostics) {}

  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    failed_ = true;
    const bool ascii = std::all_of(message.begin(), message.end(),
                                   [](unsigned char c) { return absl::ascii_isascii(c); }) &&
                       message.find("non ascii") == std::string::npos;
    const std::string foreign = ascii ? "" : ForeignAt(line, column);
    if (!foreign.empty()) {
      diagnostics_.push_back(
          {path_, line + 1, column + 1,
           absl::StrCat("\"", foreign,
                        "\" stands outside quotes; wanted: the signs of an English "
                        "keyboard, \" : { } and blanks")});
      return;
    }
    const bool unknown = message.find(kNoField) != std::string::npos;
    if (unknown) column = StartOf(Quoted(message, 1), line, column);
    diagnostics_.push_back({path_, line + 1, column + 1, Reworded(message)});
  }
  void AddWarning(int line, google::protobuf::io::ColumnNumber column,
                  const std::string& message) override {
    AddError(line, column, message);
  }

  bool failed() const { return failed_; }

 private:
  // The character at that place if it is none of ASCII: “, ： or a wide blank.
  std::string ForeignAt(int line, int column) const {
    if (line < 0 || static_cast<std::size_t>(line) >= lines_.size()) return "";
    const std::string& text = lines_[static_cast<std::size_t>(line)];
    const auto at = static_cast<std::size_t>(column);
    if (column < 0 || at >= text.size() || (text[at] & 0x80) == 0) return "";
    std::size_t end = at + 1;
    while (end < text.size() && (text[end] & 0xC0) == 0x80) ++end;
    return text.substr(at, end - at);
  }

  // The parser points behind the name of an unknown field; this is where the name begins.
  int StartOf(absl::string_view name, int line, int column) const {
    if (line < 0 || static_cast<std::size_t>(line) >= lines_.size()) return column;
    const std::string& text = lines_[static_cast<std::size_t>(line)];
    const std::size_t at = text.rfind(std::string(name), static_cast<std::size_t>(column));
    return at == std::string::npos ? column : static_cast<int>(at);
  }

  const std::string path_;
  const std::vector<std::string> lines_;
  Diagnostics& diagnostics_;
  bool failed_ = false;
};

}  // namespace

std::vector<std::string> FieldsOf(const Descriptor* type) {
  std::vector<std::string> names;
  for (int i = 0; type != nullptr && i < type->field_count(); ++i) {
    names.push_back(type->field(i)->name());
  }
  return names;
}

std::string Describe(Diagnostics diagnostics) {
  const auto key = [](const Diagnostic& d) { return std::tie(d.path, d.line, d.column, d.text); };
  std::sort(diagnostics.begin(), diagnostics.end(),
            [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  diagnostics.erase(
      std::unique(diagnostics.begin(), diagnostics.end(),
                  [&](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); }),
      diagnostics.end());
  return absl::StrJoin(diagnostics, "\n", [](std::string* out, const Diagnostic& d) {
    absl::StrAppend(out, d.path, ":", d.line, ":", d.column, ": ", d.text);
  });
}

Place Place::In(absl::string_view field, int index) const {
  const FieldDescriptor* descriptor = type_->FindFieldByName(std::string(field));
  Place inner(path_, descriptor->message_type(), nullptr);
  inner.line_ = line_;
  inner.column_ = column_;
  // Where a list is meant as a whole, its first entry shows where it stands.
  if (descriptor->is_repeated() && index < 0) index = 0;
  if (json_ != nullptr) return InJson(*descriptor, index, inner);
  if (tree_ == nullptr) return inner;
  const auto location = tree_->GetLocation(descriptor, index);
  if (location.line >= 0) {
    inner.line_ = location.line + 1;
    inner.column_ = location.column + 1;
  }
  if (descriptor->message_type() != nullptr)
    inner.tree_ = tree_->GetTreeForNested(descriptor, index);
  return inner;
}

Place Place::InJson(const FieldDescriptor& field, int index, Place inner) const {
  for (const std::string& name : {field.name(), field.json_name()}) {
    const auto found = json_->fields.find(name);
    const auto at = static_cast<std::size_t>(std::max(index, 0));
    if (found == json_->fields.end() || at >= found->second.size()) continue;
    inner.json_ = &found->second[at];
    inner.line_ = inner.json_->line;
    inner.column_ = inner.json_->column;
  }
  return inner;
}

Place Place::Entry(absl::string_view field, const std::string& key) const {
  Place entry = In(field);
  entry.tree_ = nullptr;
  if (entry.json_ == nullptr || entry.json_ == json_) return entry;
  const auto found = entry.json_->fields.find(key);
  if (found == entry.json_->fields.end() || found->second.empty()) return entry;
  entry.json_ = &found->second.front();
  entry.line_ = entry.json_->line;
  entry.column_ = entry.json_->column;
  return entry;
}

int Place::Written(absl::string_view field) const {
  if (tree_ == nullptr) return 0;
  const FieldDescriptor* descriptor = type_->FindFieldByName(std::string(field));
  int entries = 0;
  while (tree_->GetLocation(descriptor, entries).line >= 0) ++entries;
  return entries;
}

void Place::Report(Diagnostics& diagnostics, absl::string_view field, int index,
                   absl::string_view text) const {
  In(field, index).Report(diagnostics, text);
}

void Place::Report(Diagnostics& diagnostics, absl::string_view text) const {
  diagnostics.push_back({std::string(path_), line_, column_, std::string(text)});
}

std::unique_ptr<Source> Source::Parse(const RuleFile& file, Diagnostics& diagnostics) {
  std::unique_ptr<Source> source(new Source);
  source->path_ = file.path;
  Collector collector(file, diagnostics);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(&source->tree_);
  parser.AllowUnknownField(true);
  parser.SetRecursionLimit(kNestingMax);
  const bool parsed = parser.ParseFromString(file.text, &source->message_);
  return parsed && !collector.failed() ? std::move(source) : nullptr;
}

}  // namespace xuefen::rules
