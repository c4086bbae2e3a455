// Feeds bytes to the roster reader: as they stand, and, when they begin with '<', as the rows of a
// worksheet, which no fuzzer would find its way to through the compression of an archive.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "libs/roster/completion_check.h"
#include "libs/roster/roster.h"
#include "libs/sheet/xlsx_testing.h"

namespace {

constexpr char kHeader[] =
    "<row><c t=\"str\"><v>姓名</v></c><c t=\"str\"><v>身份证号</v></c><c "
    "t=\"str\"><v>流水号</v></c>"
    "<c t=\"str\"><v>项目编号</v></c><c t=\"str\"><v>培训时间</v></c><c t=\"str\"><v>学时</v></c>"
    "<c t=\"str\"><v>考核结果</v></c></row>";

void Read(absl::string_view bytes) {
  const auto roster = xuefen::roster::ReadRoster(bytes, "fuzz");
  if (!roster.ok()) return;
  int line = roster->header_line;
  for (const xuefen::roster::RosterRow& row : roster->rows) {
    if (row.line <= line) std::abort();
    line = row.line;
    xuefen::roster::Completion again = row.completion;
    xuefen::roster::Normalise(again);
    if (again.name != row.completion.name || again.external_id != row.completion.external_id ||
        again.identity_number != row.completion.identity_number) {
      std::abort();
    }
    xuefen::roster::CheckCompletion(row.completion);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  Read(bytes);
  if (bytes.empty() || bytes[0] != '<') return 0;
  xuefen::sheet::XlsxParts parts;
  parts.styles = "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>";
  parts.shared_strings = "<si><t>王燕</t></si>";
  parts.sheet_data = kHeader + std::string(bytes);
  Read(parts.Pack());
  return 0;
}
