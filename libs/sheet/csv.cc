#include "libs/sheet/csv.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/sheet/builder.h"
#include "libs/sheet/unreadable.h"

namespace xuefen::sheet {
namespace {

constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};
constexpr int kLinesToJudge = 50;

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

// Titles and blank lines have few separators, the header and the data have the same many; so one
// line with the most decides. Ties go to the first of kSeparators.
char JudgeSeparator(absl::string_view text) {
  std::array<int, kSeparators.size()> most = {};
  std::array<int, kSeparators.size()> in_line = {};
  bool quoted = false;
  int lines = 0;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    for (std::size_t i = 0; i < kSeparators.size(); ++i) {
      if (c == kSeparators[i]) most[i] = std::max(most[i], ++in_line[i]);
    }
    if (!IsLineEnd(c)) continue;
    in_line = {};
    if (++lines == kLinesToJudge) break;
  }
  return kSeparators[std::max_element(most.begin(), most.end()) - most.begin()];
}

absl::string_view WithoutFormulaQuotes(absl::string_view field) {
  if (field.size() >= 3 && absl::StartsWith(field, "=\"") && absl::EndsWith(field, "\"")) {
    return field.substr(2, field.size() - 3);
  }
  return field;
}

class Reader {
 public:
  Reader(absl::string_view text, char separator)
      : rest_(text), separator_(separator), builder_("", false, usage_) {}

  absl::StatusOr<Sheet> Read() {
    while (!rest_.empty()) XUEFEN_RETURN_IF_ERROR(ReadRecord());
    return builder_.Finish();
  }

 private:
  absl::Status ReadRecord() {
    record_line_ = line_;
    builder_.BeginRow(record_line_);
    for (std::size_t column = 0;; ++column) {
      XUEFEN_RETURN_IF_ERROR(ReadField());
      XUEFEN_RETURN_IF_ERROR(builder_.Add(column, WithoutFormulaQuotes(field_), CellKind::kText));
      if (rest_.empty()) return absl::OkStatus();
      if (rest_[0] != separator_) break;
      rest_.remove_prefix(1);
    }
    SkipLineEnd();
    return absl::OkStatus();
  }

  absl::Status ReadField() {
    if (!rest_.empty() && rest_[0] == '"') return ReadQuotedField();
    const auto end = std::find_if(rest_.begin(), rest_.end(),
                                  [this](char c) { return c == separator_ || IsLineEnd(c); });
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    field_.assign(rest_.data(), size);
    rest_.remove_prefix(size);
    return absl::OkStatus();
  }

  absl::Status ReadQuotedField() {
    field_.clear();
    rest_.remove_prefix(1);
    while (true) {
      const std::size_t quote = rest_.find('"');
      if (quote == absl::string_view::npos) return QuoteError("is never closed");
      field_.append(rest_.data(), quote);
      rest_.remove_prefix(quote + 1);
      if (rest_.empty() || rest_[0] != '"') break;
      field_.push_back('"');
      rest_.remove_prefix(1);
    }
    // Only to tell lines apart; "\r\n" is one.
    line_ += static_cast<int>(std::count(field_.begin(), field_.end(), '\n'));
    while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
    const bool ends = rest_.empty() || rest_[0] == separator_ || IsLineEnd(rest_[0]);
    return ends ? absl::OkStatus() : QuoteError("closes inside a field");
  }

  void SkipLineEnd() {
    const bool two = absl::StartsWith(rest_, "\r\n");
    rest_.remove_prefix(two ? 2 : 1);
    ++line_;
  }

  absl::Status QuoteError(absl::string_view what) const {
    return Unreadable(absl::StrCat("line ", record_line_, ": a quote ", what));
  }

  absl::string_view rest_;
  const char separator_;
  Usage usage_;
  Builder builder_;
  std::string field_;
  int line_ = 1;
  int record_line_ = 1;
};

}  // namespace

absl::StatusOr<Sheet> ReadCsv(absl::string_view text) {
  return Reader(text, JudgeSeparator(text)).Read();
}

}  // namespace xuefen::sheet
