#include "libs/sheet/xlsx.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/sheet/builder.h"
#include "libs/sheet/unreadable.h"
#include "libs/sheet/xlsx_parts.h"
#include "libs/sheet/xlsx_worksheet.h"
#include "libs/sheet/zip_archive.h"

namespace xuefen::sheet {
namespace {

std::string DirectoryOf(absl::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == absl::string_view::npos ? "" : std::string(path.substr(0, slash + 1));
}

// Where the relations of a part are kept: xl/workbook.xml -> xl/_rels/workbook.xml.rels.
std::string RelationsPath(absl::string_view path) {
  const std::string directory = DirectoryOf(path);
  return absl::StrCat(directory, "_rels/", path.substr(directory.size()), ".rels");
}

// A target is relative to the part that names it, unless it begins with a slash.
std::string Resolve(absl::string_view part, absl::string_view target) {
  if (absl::StartsWith(target, "/")) return std::string(target.substr(1));
  return absl::StrCat(DirectoryOf(part), target);
}

class Reader {
 public:
  explicit Reader(ZipArchive archive) : archive_(std::move(archive)) {}

  absl::StatusOr<std::vector<Sheet>> Read() {
    XUEFEN_ASSIGN_OR_RETURN(const std::string workbook_path, FindWorkbook());
    XUEFEN_ASSIGN_OR_RETURN(const std::string workbook_xml, archive_.Read(workbook_path));
    XUEFEN_ASSIGN_OR_RETURN(const Workbook workbook, ParseWorkbook(workbook_xml));
    XUEFEN_ASSIGN_OR_RETURN(const Relations relations, ReadRelations(workbook_path));
    XUEFEN_RETURN_IF_ERROR(ReadShared(workbook_path, relations));

    std::vector<Sheet> sheets;
    Usage usage;
    for (const Workbook::Entry& entry : workbook.sheets) {
      const Relation* const relation = relations.ById(entry.relation_id);
      if (relation == nullptr) return Unreadable("xlsx: a sheet has no part");
      if (!entry.visible || !relation->IsType("worksheet")) continue;
      XUEFEN_ASSIGN_OR_RETURN(const std::string xml,
                              archive_.Read(Resolve(workbook_path, relation->target)));
      Builder builder(entry.name, workbook.epoch_1904, usage);
      XUEFEN_RETURN_IF_ERROR(ParseWorksheet(xml, strings_, styles_, builder));
      sheets.push_back(builder.Finish());
    }
    return sheets;
  }

 private:
  absl::StatusOr<std::string> FindWorkbook() {
    if (!archive_.Has("_rels/.rels")) return std::string("xl/workbook.xml");
    XUEFEN_ASSIGN_OR_RETURN(const Relations relations, ReadRelations(""));
    const Relation* const workbook = relations.ByType("officeDocument");
    if (workbook == nullptr) return Unreadable("xlsx: no workbook in the archive");
    return Resolve("", workbook->target);
  }

  absl::StatusOr<Relations> ReadRelations(absl::string_view part) {
    XUEFEN_ASSIGN_OR_RETURN(const std::string xml, archive_.Read(RelationsPath(part)));
    return ParseRelations(xml);
  }

  // Both parts may be absent.
  absl::Status ReadShared(absl::string_view workbook_path, const Relations& relations) {
    if (const Relation* const strings = relations.ByType("sharedStrings"); strings != nullptr) {
      XUEFEN_ASSIGN_OR_RETURN(const std::string xml,
                              archive_.Read(Resolve(workbook_path, strings->target)));
      XUEFEN_ASSIGN_OR_RETURN(strings_, ParseSharedStrings(xml));
    }
    if (const Relation* const styles = relations.ByType("styles"); styles != nullptr) {
      XUEFEN_ASSIGN_OR_RETURN(const std::string xml,
                              archive_.Read(Resolve(workbook_path, styles->target)));
      XUEFEN_ASSIGN_OR_RETURN(styles_, ParseStyles(xml));
    }
    return absl::OkStatus();
  }

  ZipArchive archive_;
  std::vector<std::string> strings_;
  DateStyles styles_;
};

}  // namespace

absl::StatusOr<std::vector<Sheet>> ReadXlsx(absl::string_view bytes) {
  XUEFEN_ASSIGN_OR_RETURN(ZipArchive archive, ZipArchive::Open(bytes));
  return Reader(std::move(archive)).Read();
}

}  // namespace xuefen::sheet
