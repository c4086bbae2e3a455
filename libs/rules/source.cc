#include "libs/rules/source.h"

#include <algorithm>
#include <tuple>

#include <google/protobuf/io/tokenizer.h>

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

// Says in our words what the parser says of an unknown field.
std::string Reworded(absl::string_view message) {
  if (message.find(kNoField) == absl::string_view::npos) return std::string(message);
  const Descriptor* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          std::string(Quoted(message, 0)));
  std::vector<std::string> known;
  for (int i = 0; type != nullptr && i < type->field_count(); ++i) {
    known.push_back(type->field(i)->name());
  }
  return absl::StrCat("field \"", Quoted(message, 1), "\" is unknown here; wanted: one of ",
                      absl::StrJoin(known, ", "));
}

// The parser calls unknown fields warnings, so that one does not hide the next; to us they are
// errors.
class Collector : public google::protobuf::io::ErrorCollector {
 public:
  Collector(const RuleFile& file, Diagnostics& diagnostics)
      : path_(file.path), lines_(absl::StrSplit(file.text, '\n')), diagnostics_(diagnostics) {}

  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    const bool unknown = message.find(kNoField) != std::string::npos;
    if (unknown) column = StartOf(Quoted(message, 1), line, column);
    diagnostics_.push_back({path_, line + 1, column + 1, Reworded(message)});
    failed_ = true;
  }
  void AddWarning(int line, google::protobuf::io::ColumnNumber column,
                  const std::string& message) override {
    AddError(line, column, message);
  }

  bool failed() const { return failed_; }

 private:
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
  if (tree_ == nullptr) return inner;
  // Where a list is meant as a whole, its first entry shows where it stands.
  if (descriptor->is_repeated() && index < 0) index = 0;
  const auto location = tree_->GetLocation(descriptor, index);
  if (location.line >= 0) {
    inner.line_ = location.line + 1;
    inner.column_ = location.column + 1;
  }
  if (descriptor->message_type() != nullptr)
    inner.tree_ = tree_->GetTreeForNested(descriptor, index);
  return inner;
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
