#include "libs/sheet/xlsx_worksheet.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/sheet/rich_text.h"
#include "libs/sheet/unreadable.h"
#include "libs/sheet/xml.h"

namespace xuefen::sheet {
namespace {

constexpr int kRowsMax = 1 << 20;  // of the format
constexpr int kLettersMax = 3;     // A to XFD

// The column, from 0, of a reference such as "AB12".
std::optional<int> ColumnOf(absl::string_view reference) {
  int column = 0;
  int letters = 0;
  for (const char c : reference) {
    if (!absl::ascii_isupper(static_cast<unsigned char>(c))) break;
    if (++letters > kLettersMax) return std::nullopt;
    column = column * 26 + (c - 'A' + 1);
  }
  return letters == 0 ? std::nullopt : std::optional<int>(column - 1);
}

class WorksheetHandler final : public XmlHandler {
 public:
  WorksheetHandler(const std::vector<std::string>& shared_strings, const DateStyles& styles,
                   Builder& builder)
      : shared_strings_(shared_strings), styles_(styles), builder_(builder) {}

  absl::Status StartElement(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "sheetData") in_data_ = true;
    if (!in_data_) return absl::OkStatus();
    if (name == "row") return StartRow(attributes);
    if (name == "c") return StartCell(attributes);
    if (name == "v") in_value_ = true;
    inline_text_.StartElement(name);
    return absl::OkStatus();
  }

  absl::Status EndElement(absl::string_view name) override {
    if (name == "sheetData") in_data_ = false;
    if (!in_data_) return absl::OkStatus();
    if (name == "c") return EndCell();
    if (name == "v") in_value_ = false;
    inline_text_.EndElement(name);
    return absl::OkStatus();
  }

  absl::Status Text(absl::string_view part) override {
    if (!in_data_) return absl::OkStatus();
    if (in_value_) value_.append(part.data(), part.size());
    inline_text_.Text(part);
    return absl::OkStatus();
  }

 private:
  absl::Status StartRow(const XmlAttributes& attributes) {
    int line = line_ + 1;
    const auto written = attributes.Find("r");
    if (written.has_value() && !absl::SimpleAtoi(*written, &line)) return Broken("a row number");
    if (line <= line_ || line > kRowsMax) return Broken("the order of rows");
    line_ = line;
    column_ = -1;
    builder_.BeginRow(line);
    return absl::OkStatus();
  }

  absl::Status StartCell(const XmlAttributes& attributes) {
    if (line_ == 0) return Broken("a cell outside a row");
    const auto reference = attributes.Find("r");
    const std::optional<int> column =
        reference.has_value() ? ColumnOf(*reference) : std::optional<int>(column_ + 1);
    if (!column.has_value() || *column <= column_) return Broken("the order of cells");
    column_ = *column;
    type_ = std::string(attributes.Find("t").value_or("n"));
    style_ = 0;
    const auto style = attributes.Find("s");
    if (style.has_value() && !absl::SimpleAtoi(*style, &style_)) return Broken("a cell's style");
    value_.clear();
    inline_text_.Clear();
    return absl::OkStatus();
  }

  absl::Status EndCell() {
    const auto column = static_cast<std::size_t>(column_);
    if (type_ == "s") {
      if (value_.empty()) return absl::OkStatus();
      std::size_t index = 0;
      if (!absl::SimpleAtoi(value_, &index) || index >= shared_strings_.size()) {
        return Broken("a shared string that does not exist");
      }
      return builder_.Add(column, shared_strings_[index], CellKind::kText);
    }
    if (type_ == "inlineStr") {
      return builder_.Add(column, Unescape(inline_text_.text()), CellKind::kText);
    }
    if (type_ == "n") {
      return builder_.Add(column, absl::StripAsciiWhitespace(value_), NumberKind());
    }
    // Results of formulas, errors, truth values, dates as text.
    return builder_.Add(column, Unescape(value_), CellKind::kText);
  }

  CellKind NumberKind() const {
    const auto style = static_cast<std::size_t>(style_);
    return style < styles_.size() && styles_[style] ? CellKind::kDate : CellKind::kNumber;
  }

  absl::Status Broken(absl::string_view what) const {
    return Unreadable(absl::StrCat("xlsx: row ", line_, ": damaged: ", what));
  }

  const std::vector<std::string>& shared_strings_;
  const DateStyles& styles_;
  Builder& builder_;

  bool in_data_ = false;
  bool in_value_ = false;
  int line_ = 0;
  int column_ = -1;
  int style_ = 0;
  std::string type_;
  std::string value_;
  RichText inline_text_;
};

}  // namespace

absl::Status ParseWorksheet(absl::string_view xml, const std::vector<std::string>& shared_strings,
                            const DateStyles& styles, Builder& builder) {
  WorksheetHandler handler(shared_strings, styles, builder);
  return ParseXml(xml, "worksheet", handler);
}

}  // namespace xuefen::sheet
