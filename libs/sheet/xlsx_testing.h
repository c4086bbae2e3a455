#pragma once

#include <string>
#include <utility>
#include <vector>

namespace xuefen::sheet {

// Files for tests.

// A zip archive of these paths and contents, deflated.
std::string MakeZip(const std::vector<std::pair<std::string, std::string>>& entries);

// The parts of an .xlsx with one sheet; each may be replaced before it is packed.
struct XlsxParts {
  // Rows as XML: <row><c t="inlineStr"><is><t>…</t></is></c></row>
  std::string sheet_data;
  // Entries of the shared strings, <si>…</si>.
  std::string shared_strings;
  // Custom formats <numFmt …/> and cell styles <xf …/>.
  std::string formats;
  std::string styles;
  std::string workbook_properties;  // attributes of workbookPr

  // The file.
  std::string Pack() const;
};

}  // namespace xuefen::sheet
