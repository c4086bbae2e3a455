#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace xuefen::sheet {

// The parts of an .xlsx beside its worksheets.

struct Relation {
  std::string id;
  std::string type;    // a URI
  std::string target;  // a path

  // Whether the type's last segment is `segment`; the URIs before it differ between producers.
  bool IsType(absl::string_view segment) const;
};

struct Relations {
  std::vector<Relation> all;

  // The first of them, or null.
  const Relation* ById(absl::string_view id) const;
  const Relation* ByType(absl::string_view segment) const;
};

struct Workbook {
  struct Entry {
    std::string name;
    std::string relation_id;
    bool visible = true;
  };
  std::vector<Entry> sheets;
  bool epoch_1904 = false;
};

// Which cell styles show a number as a date: true at the style's index.
using DateStyles = std::vector<bool>;

absl::StatusOr<Relations> ParseRelations(absl::string_view xml);
absl::StatusOr<Workbook> ParseWorkbook(absl::string_view xml);
absl::StatusOr<std::vector<std::string>> ParseSharedStrings(absl::string_view xml);
absl::StatusOr<DateStyles> ParseStyles(absl::string_view xml);

// Whether a number format shows a date: it has a y or d outside quotes, brackets and escapes, or an
// m without an h or s, which would make it minutes.
bool IsDateFormat(absl::string_view format);

}  // namespace xuefen::sheet
