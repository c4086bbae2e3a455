#include "libs/rules/json_places.h"

#include "absl/strings/ascii.h"

namespace xuefen::rules {
namespace {

constexpr int kDepthMax = 100;

class Scanner {
 public:
  explicit Scanner(absl::string_view text) : text_(text) {}

  // Reads a value and notes it, or the entries of a list. False where it cannot be read.
  bool Value(std::vector<JsonPlace>& into, int depth) {
    Blanks();
    if (depth > kDepthMax || AtEnd()) return false;
    if (text_[at_] == '[') return List(into, depth);
    JsonPlace& place = into.emplace_back();
    place.line = line_;
    place.column = static_cast<int>(at_ - line_begin_) + 1;
    if (text_[at_] == '{') return Object(place, depth);
    if (text_[at_] == '"') return Text(nullptr);
    while (!AtEnd() && std::string(",]}").find(text_[at_]) == std::string::npos) Advance();
    return true;
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

  // Whether that sign comes next; it is then read.
  bool Takes(char sign) {
    Blanks();
    if (AtEnd() || text_[at_] != sign) return false;
    Advance();
    return true;
  }

  bool Text(std::string* text) {
    if (!Takes('"')) return false;
    for (; !AtEnd() && text_[at_] != '"'; Advance()) {
      if (text_[at_] == '\\') Advance();
      if (AtEnd()) return false;
      if (text != nullptr) text->push_back(text_[at_]);
    }
    return Takes('"');
  }

  bool List(std::vector<JsonPlace>& into, int depth) {
    Advance();
    if (Takes(']')) return true;
    do {
      if (!Value(into, depth + 1)) return false;
    } while (Takes(','));
    return Takes(']');
  }

  bool Object(JsonPlace& place, int depth) {
    Advance();
    if (Takes('}')) return true;
    do {
      Blanks();
      std::string key;
      if (!Text(&key) || !Takes(':') || !Value(place.fields[key], depth + 1)) return false;
    } while (Takes(','));
    return Takes('}');
  }

  const absl::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  int line_ = 1;
};

}  // namespace

JsonPlace PlacesOf(absl::string_view json) {
  std::vector<JsonPlace> whole;
  Scanner(json).Value(whole, 0);
  return whole.empty() ? JsonPlace() : whole.front();
}

}  // namespace xuefen::rules
