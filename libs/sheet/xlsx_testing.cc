#include "libs/sheet/xlsx_testing.h"

#include <zip.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace xuefen::sheet {
namespace {

constexpr char kRelations[] = R"(<Relationships xmlns="r">
  <Relationship Id="rId1" Type="http://x/relationships/officeDocument" Target="xl/workbook.xml"/>
</Relationships>)";

constexpr char kWorkbookRelations[] = R"(<Relationships xmlns="r">
  <Relationship Id="rId1" Type="http://x/relationships/worksheet" Target="worksheets/sheet1.xml"/>
  <Relationship Id="rId2" Type="http://x/relationships/sharedStrings" Target="/xl/sharedStrings.xml"/>
  <Relationship Id="rId3" Type="http://x/relationships/styles" Target="styles.xml"/>
</Relationships>)";

}  // namespace

std::string MakeZip(const std::vector<std::pair<std::string, std::string>>& entries) {
  zip_source_t* const buffer = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  // The archive lets go of its source when it is closed; one more reference keeps the bytes.
  zip_source_keep(buffer);
  zip_t* const archive = zip_open_from_source(buffer, ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (const auto& [path, content] : entries) {
    zip_source_t* const source = zip_source_buffer(archive, content.data(), content.size(), 0);
    if (zip_file_add(archive, path.c_str(), source, ZIP_FL_ENC_UTF_8) < 0) std::abort();
  }
  if (zip_close(archive) != 0 || zip_source_open(buffer) != 0) std::abort();
  zip_stat_t stat;
  if (zip_source_stat(buffer, &stat) != 0) std::abort();
  std::string bytes(stat.size, '\0');
  if (zip_source_read(buffer, bytes.data(), bytes.size()) < 0) std::abort();
  zip_source_close(buffer);
  zip_source_free(buffer);
  return bytes;
}

std::string XlsxParts::Pack() const {
  const std::string workbook = absl::StrCat(
      R"(<w:workbook xmlns:w="m" xmlns:r="r"><w:workbookPr )", workbook_properties,
      R"(/><w:sheets><w:sheet name="名单" sheetId="1" r:id="rId1"/></w:sheets></w:workbook>)");
  return MakeZip(
      {{"_rels/.rels", kRelations},
       {"xl/workbook.xml", workbook},
       {"xl/_rels/workbook.xml.rels", kWorkbookRelations},
       {"xl/sharedStrings.xml", absl::StrCat("<sst>", shared_strings, "</sst>")},
       {"xl/styles.xml",
        absl::StrCat("<styleSheet><numFmts>", formats,
                     "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>",
                     styles, "</cellXfs></styleSheet>")},
       {"xl/worksheets/sheet1.xml",
        absl::StrCat("<worksheet><sheetData>", sheet_data, "</sheetData></worksheet>")}});
}

}  // namespace xuefen::sheet
