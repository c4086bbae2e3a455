#include "libs/rules/json_places.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace xuefen::rules {
namespace {

constexpr int kDepthMax = 100;

class Scanner {
 public:
  explicit Scanner(absl::string_view text) : text_(text) {}

  JsonDocument Run() {
    JsonDocument document;
    std::vector<JsonPlace> whole;
    if (Value(whole, 0)) {
      Blanks();
      if (!AtEnd()) Fail("nothing more");
    }
    if (!whole.empty()) document.whole = std::move(whole.front());
    document.fault = std::move(fault_);
    return document;
  }

 private:
  bool AtEnd() const { return at_ >= text_.size(); }

  void Advance() {
    if (text_[at_++] != '\n') return;
    ++line_;
    line_begin_ = at_;
  }

  void Blanks() {
    while (!AtEnd() && absl::ascii_isspace(static_cast<unsigned char>(text_[at_]))) Advance();
  }

  // The sign that comes next, as the reader of the message sees it.
  std::string Found() const {
    if (AtEnd()) return "the file ends";
    if (text_[at_] == '\n') return "the line ends";
    std::size_t end = at_ + 1;
    while (end < text_.size() && (text_[end] & 0xC0) == 0x80) ++end;
    return absl::StrCat("\"", text_.substr(at_, end - at_), "\" stands");
  }

  bool Fail(absl::string_view wanted) {
    fault_ = {line_, static_cast<int>(at_ - line_begin_) + 1,
              absl::StrCat(Found(), " here; wanted: ", wanted)};
    return false;
  }

  // Whether that sign comes next; it is then read.
  bool Takes(char sign) {
    Blanks();
    if (AtEnd() || text_[at_] != sign) return false;
    Advance();
    return true;
  }

  // Reads a value and notes it, or the entries of a list.
  bool Value(std::vector<JsonPlace>& into, int depth) {
    Blanks();
    if (depth > kDepthMax) return Fail("fewer brackets inside each other");
    if (AtEnd()) return Fail("a value");
    if (text_[at_] == '[') return List(into, depth);
    JsonPlace& place = into.emplace_back();
    place.line = line_;
    place.column = static_cast<int>(at_ - line_begin_) + 1;
    if (text_[at_] == '{') return Object(place, depth);
    if (text_[at_] != '"') return Word(place);
    place.kind = JsonPlace::Kind::kText;
    std::string text;
    return Text(text);
  }

  // A number, true, false or null.
  bool Word(JsonPlace& place) {
    const auto end = std::find_if_not(text_.begin() + at_, text_.end(), [](unsigned char c) {
      return absl::ascii_isalnum(c) || c == '+' || c == '-' || c == '.';
    });
    const absl::string_view word =
        text_.substr(at_, static_cast<std::size_t>(end - text_.begin()) - at_);
    const bool number = !word.empty() && (word[0] == '-' ||
                                          absl::ascii_isdigit(static_cast<unsigned char>(word[0])));
    if (!number && word != "true" && word != "false" && word != "null") {
      return Fail("a text between quotes such as \"8\", { or [");
    }
    place.kind = word == "null" ? JsonPlace::Kind::kNull : JsonPlace::Kind::kOther;
    at_ += word.size();
    return true;
  }

  // What stands between quotes, which come next.
  bool Text(std::string& text) {
    for (Advance(); !AtEnd() && text_[at_] != '"'; Advance()) {
      if (text_[at_] == '\n') return Fail("\" at the end of the text");
      if (text_[at_] == '\\') Advance();
      if (AtEnd()) break;
      text.push_back(text_[at_]);
    }
    return Takes('"') || Fail("\" at the end of the text");
  }

  bool List(std::vector<JsonPlace>& into, int depth) {
    Advance();
    if (Takes(']')) return true;
    do {
      const std::size_t before = into.size();
      if (!Value(into, depth + 1)) return false;
      for (std::size_t i = before; i < into.size(); ++i) into[i].listed = true;
    } while (Takes(','));
    return Takes(']') || Fail(", or ]");
  }

  bool Object(JsonPlace& place, int depth) {
    place.kind = JsonPlace::Kind::kObject;
    Advance();
    if (Takes('}')) return true;
    do {
      Blanks();
      if (AtEnd() || text_[at_] != '"') return Fail("the name of a field between quotes");
      std::string name;
      if (!Text(name)) return false;
      if (!Takes(':')) return Fail(":");
      if (!Value(place.fields[name], depth + 1)) return false;
    } while (Takes(','));
    return Takes('}') || Fail(", or }");
  }

  const absl::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  int line_ = 1;
  std::optional<JsonFault> fault_;
};

}  // namespace

JsonDocument ReadJson(absl::string_view text) { return Scanner(text).Run(); }

}  // namespace xuefen::rules
