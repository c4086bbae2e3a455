#include "services/cli/imports/read_rows.h"
#include "services/cli/imports/rows.h"

namespace xuefen::cli {
namespace {

namespace rv1 = registry::v1;

enum Column : std::size_t { kName, kIdentityNumber };

const std::vector<sheet::Column>& Columns() {
  static const auto* const kColumns = new std::vector<sheet::Column>{
      {"name", true, "", {"name", "姓名", "人员姓名", "fullname"}},
      {"id_number",
       true,
       "",
       {"idnumber", "身份证号", "身份证号码", "公民身份号码", "身份证件号码", "证件号码",
        "identitynumber", "idcard"}},
  };
  return *kColumns;
}

void Read(RowCells& cells, ImportRow<rv1::PersonItem>& row) {
  row.item.set_display_name(cells.Text(kName));
  row.item.set_identity_number(cells.Code(kIdentityNumber, Reason::IDENTITY_LOST_DIGITS));
}

}  // namespace

absl::StatusOr<ImportRows<rv1::PersonItem>> ReadPeople(absl::string_view bytes,
                                                       absl::string_view file_name) {
  return ReadRows<rv1::PersonItem>(bytes, file_name, Columns(), Read);
}

}  // namespace xuefen::cli
