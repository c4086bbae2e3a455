#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace xuefen::sheet {

// Collects the text of a shared or inline string: its <t> elements, those of rich text runs
// included, those of phonetic runs left out. Fed with the names of all elements inside the string.
class RichText {
 public:
  void Clear();
  void StartElement(absl::string_view name);
  void EndElement(absl::string_view name);
  void Text(absl::string_view part);

  // The text so far.
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  bool in_text_ = false;
  bool in_phonetic_ = false;
};

// _x000D_ and its like stand for ASCII characters that XML cannot hold or that would be mistaken
// for this notation. Other characters are never written so by the producers in use.
std::string Unescape(absl::string_view text);

}  // namespace xuefen::sheet
