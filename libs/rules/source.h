#pragma once

// Rule-set files as parsed protobuf text, with the place of everything in them. Internal.

#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/text_format.h>

#include "absl/strings/string_view.h"
#include "libs/rules/json_places.h"
#include "libs/rules/rule_book.h"
#include "xuefen/rules/v1/rule_set.pb.h"

namespace xuefen::rules {

namespace pb = ::xuefen::rules::v1;

// Something wrong at a place; lines and columns from 1.
struct Diagnostic {
  std::string path;
  int line = 0;
  int column = 0;
  std::string text;  // "what is wrong; wanted: what"
};

using Diagnostics = std::vector<Diagnostic>;

// The names of a message's fields; none where there is no message.
std::vector<std::string> FieldsOf(const google::protobuf::Descriptor* type);

// All of them in order of place, each once, "a.txtpb:12:5: what is wrong; wanted: what".
std::string Describe(Diagnostics diagnostics);

// A message in a file, that can tell where its fields stand. Cheap to copy; the file outlives it.
class Place {
 public:
  using Tree = google::protobuf::TextFormat::ParseInfoTree;

  Place(absl::string_view path, const google::protobuf::Descriptor* type, const Tree* tree)
      : path_(path), type_(type), tree_(tree) {}
  // Of a message that was read from JSON.
  Place(absl::string_view path, const google::protobuf::Descriptor* type, const JsonPlace& json)
      : path_(path),
        type_(type),
        tree_(nullptr),
        json_(&json),
        line_(json.line),
        column_(json.column) {}

  // The message in that field; `index` counts the entries of a list.
  Place In(absl::string_view field, int index = -1) const;

  // That entry of a map. Of protobuf text only the place of the first is known.
  Place Entry(absl::string_view field, const std::string& key) const;

  // Reports something wrong with that field, or with the message if the field was not written.
  void Report(Diagnostics& diagnostics, absl::string_view field, int index,
              absl::string_view text) const;
  void Report(Diagnostics& diagnostics, absl::string_view text) const;

  // How many entries of that list are written; 0 where nothing is known of the inside.
  int Written(absl::string_view field) const;

  int line() const { return line_; }

 private:
  Place InJson(const google::protobuf::FieldDescriptor& field, int index, Place inner) const;

  absl::string_view path_;
  const google::protobuf::Descriptor* type_;
  const Tree* tree_;  // null where nothing is known of the inside, or it was read from JSON
  const JsonPlace* json_ = nullptr;  // null where nothing is known of the inside
  int line_ = 1;
  int column_ = 1;
};

// One file, parsed.
class Source {
 public:
  // Reports what cannot be parsed; null if anything was.
  static std::unique_ptr<Source> Parse(const RuleFile& file, Diagnostics& diagnostics);

  const std::string& path() const { return path_; }
  const pb::RuleSet& message() const { return message_; }
  Place place() const { return Place(path_, pb::RuleSet::descriptor(), &tree_); }

 private:
  Source() = default;

  std::string path_;
  pb::RuleSet message_;
  Place::Tree tree_;
};

}  // namespace xuefen::rules
