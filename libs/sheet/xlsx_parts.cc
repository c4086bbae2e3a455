#include "libs/sheet/xlsx_parts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/sheet/rich_text.h"
#include "libs/sheet/sheet.h"
#include "libs/sheet/unreadable.h"
#include "libs/sheet/xml.h"

namespace xuefen::sheet {
namespace {

// More than any spreadsheet program writes.
constexpr std::size_t kStylesMax = 1 << 16;
constexpr std::size_t kRelationsMax = 1 << 12;

struct FormatRange {
  int first;
  int last;
};

// The formats without a format code of their own that show dates or times; those from 27 and 50 on
// do so in Chinese, Japanese and Korean editions.
constexpr std::array<FormatRange, 4> kBuiltinDateFormats = {
    {{14, 22}, {27, 36}, {45, 47}, {50, 58}}};

bool IsBuiltinDateFormat(int id) {
  return std::any_of(
      kBuiltinDateFormats.begin(), kBuiltinDateFormats.end(),
      [id](const FormatRange& range) { return range.first <= id && id <= range.last; });
}

std::string Attribute(const XmlAttributes& attributes, absl::string_view name) {
  return std::string(attributes.Find(name).value_or(""));
}

// A format id, or -1.
int FormatId(const XmlAttributes& attributes) {
  int id = -1;
  return absl::SimpleAtoi(attributes.Find("numFmtId").value_or("0"), &id) ? id : -1;
}

class RelationsHandler final : public XmlHandler {
 public:
  absl::Status StartElement(absl::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.Find("TargetMode") == "External") {
      return absl::OkStatus();
    }
    if (relations.all.size() == kRelationsMax) return Unreadable("xlsx: too many relations");
    relations.all.push_back(Relation{Attribute(attributes, "Id"), Attribute(attributes, "Type"),
                                     Attribute(attributes, "Target")});
    return absl::OkStatus();
  }
  absl::Status EndElement(absl::string_view /*name*/) override { return absl::OkStatus(); }
  absl::Status Text(absl::string_view /*part*/) override { return absl::OkStatus(); }

  Relations relations;
};

class WorkbookHandler final : public XmlHandler {
 public:
  absl::Status StartElement(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") {
      const std::string value = Attribute(attributes, "date1904");
      workbook.epoch_1904 = value == "1" || value == "true";
    } else if (name == "sheet") {
      if (workbook.sheets.size() == kRelationsMax) return Unreadable("xlsx: too many sheets");
      const std::string state = Attribute(attributes, "state");
      workbook.sheets.push_back(Workbook::Entry{Attribute(attributes, "name"),
                                                Attribute(attributes, "id"),
                                                state.empty() || state == "visible"});
    }
    return absl::OkStatus();
  }
  absl::Status EndElement(absl::string_view /*name*/) override { return absl::OkStatus(); }
  absl::Status Text(absl::string_view /*part*/) override { return absl::OkStatus(); }

  Workbook workbook;
};

class StringsHandler final : public XmlHandler {
 public:
  absl::Status StartElement(absl::string_view name, const XmlAttributes& /*attributes*/) override {
    if (name == "si") text_.Clear();
    text_.StartElement(name);
    return absl::OkStatus();
  }
  absl::Status EndElement(absl::string_view name) override {
    text_.EndElement(name);
    if (name != "si") return absl::OkStatus();
    if (strings.size() == kCellsMax) return Unreadable("xlsx: too many shared strings");
    strings.push_back(Unescape(text_.text()));
    return absl::OkStatus();
  }
  absl::Status Text(absl::string_view part) override {
    text_.Text(part);
    return absl::OkStatus();
  }

  std::vector<std::string> strings;

 private:
  RichText text_;
};

class StylesHandler final : public XmlHandler {
 public:
  absl::Status StartElement(absl::string_view name, const XmlAttributes& attributes) override {
    if (name == "cellXfs") in_cell_styles_ = true;
    if (name == "numFmt") {
      is_date_[FormatId(attributes)] = IsDateFormat(attributes.Find("formatCode").value_or(""));
    } else if (name == "xf" && in_cell_styles_) {
      const int id = FormatId(attributes);
      const auto own = is_date_.find(id);
      styles.push_back(own == is_date_.end() ? IsBuiltinDateFormat(id) : own->second);
    }
    const bool too_many = styles.size() > kStylesMax || is_date_.size() > kStylesMax;
    return too_many ? Unreadable("xlsx: too many styles") : absl::OkStatus();
  }
  absl::Status EndElement(absl::string_view name) override {
    if (name == "cellXfs") in_cell_styles_ = false;
    return absl::OkStatus();
  }
  absl::Status Text(absl::string_view /*part*/) override { return absl::OkStatus(); }

  DateStyles styles;

 private:
  bool in_cell_styles_ = false;
  absl::flat_hash_map<int, bool> is_date_;  // by format id; the schema puts formats before styles
};

// The length of what begins at format[0] and is shown as it stands or not at all.
std::size_t LiteralLength(absl::string_view format) {
  const auto up_to = [format](char end) {
    const std::size_t place = format.find(end, 1);
    return place == absl::string_view::npos ? format.size() : place + 1;
  };
  switch (format[0]) {
    case '"': return up_to('"');
    case '[': return up_to(']');
    case '\\':
    case '_':
    case '*': return std::min<std::size_t>(2, format.size());
    default: return 0;
  }
}

}  // namespace

bool Relation::IsType(absl::string_view segment) const {
  return absl::EndsWith(type, absl::StrCat("/", segment));
}

const Relation* Relations::ById(absl::string_view id) const {
  const auto found =
      std::find_if(all.begin(), all.end(), [id](const Relation& r) { return r.id == id; });
  return found == all.end() ? nullptr : &*found;
}

const Relation* Relations::ByType(absl::string_view segment) const {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [segment](const Relation& r) { return r.IsType(segment); });
  return found == all.end() ? nullptr : &*found;
}

bool IsDateFormat(absl::string_view format) {
  bool month = false;
  bool time = false;
  while (!format.empty()) {
    if (absl::StartsWithIgnoreCase(format, "general")) return false;
    const std::size_t literal = LiteralLength(format);
    const char c = absl::ascii_tolower(static_cast<unsigned char>(format[0]));
    if (literal == 0 && (c == 'y' || c == 'd')) return true;
    month |= literal == 0 && c == 'm';
    time |= literal == 0 && (c == 'h' || c == 's');
    format.remove_prefix(std::max<std::size_t>(literal, 1));
  }
  return month && !time;
}

absl::StatusOr<Relations> ParseRelations(absl::string_view xml) {
  RelationsHandler handler;
  XUEFEN_RETURN_IF_ERROR(ParseXml(xml, "relations", handler));
  return std::move(handler.relations);
}

absl::StatusOr<Workbook> ParseWorkbook(absl::string_view xml) {
  WorkbookHandler handler;
  XUEFEN_RETURN_IF_ERROR(ParseXml(xml, "workbook", handler));
  return std::move(handler.workbook);
}

absl::StatusOr<std::vector<std::string>> ParseSharedStrings(absl::string_view xml) {
  StringsHandler handler;
  XUEFEN_RETURN_IF_ERROR(ParseXml(xml, "shared strings", handler));
  return std::move(handler.strings);
}

absl::StatusOr<DateStyles> ParseStyles(absl::string_view xml) {
  StylesHandler handler;
  XUEFEN_RETURN_IF_ERROR(ParseXml(xml, "styles", handler));
  return std::move(handler.styles);
}

}  // namespace xuefen::sheet
