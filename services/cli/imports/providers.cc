#include <optional>

#include "libs/wire/wire.h"
#include "services/cli/imports/read_rows.h"
#include "services/cli/imports/rows.h"

namespace xuefen::cli {
namespace {

namespace av1 = accreditation::v1;

enum Column : std::size_t { kUscc, kName, kKind, kAccreditedFrom };

const std::vector<sheet::Column>& Columns() {
  static const auto* const kColumns = new std::vector<sheet::Column>{
      {"uscc",
       true,
       "",
       {"uscc", "统一社会信用代码", "社会信用代码", "信用代码", "unifiedsocialcreditcode"}},
      {"name",
       true,
       "",
       {"name", "机构名称", "单位名称", "培训机构", "培训机构名称", "施教机构", "名称",
        "displayname"}},
      {"kind", true, "", {"kind", "机构类型", "机构类别", "单位类型", "类型", "类别"}},
      {"accredited_from",
       false,
       "",
       {"accreditedfrom", "认定日期", "认定时间", "资格起始日期", "生效日期", "起始日期"}},
  };
  return *kColumns;
}

std::optional<av1::ProviderKind> KindFromWord(absl::string_view written) {
  static constexpr struct {
    absl::string_view word;
    av1::ProviderKind kind;
  } kWords[] = {
      {"university", av1::PROVIDER_KIND_UNIVERSITY},
      {"高等院校", av1::PROVIDER_KIND_UNIVERSITY},
      {"高校", av1::PROVIDER_KIND_UNIVERSITY},
      {"research_institute", av1::PROVIDER_KIND_RESEARCH_INSTITUTE},
      {"科研院所", av1::PROVIDER_KIND_RESEARCH_INSTITUTE},
      {"association", av1::PROVIDER_KIND_ASSOCIATION},
      {"行业协会", av1::PROVIDER_KIND_ASSOCIATION},
      {"协会", av1::PROVIDER_KIND_ASSOCIATION},
      {"学会", av1::PROVIDER_KIND_ASSOCIATION},
      {"enterprise", av1::PROVIDER_KIND_ENTERPRISE},
      {"企业", av1::PROVIDER_KIND_ENTERPRISE},
      {"hr_service", av1::PROVIDER_KIND_HR_SERVICE},
      {"人力资源服务企业", av1::PROVIDER_KIND_HR_SERVICE},
      {"人力资源服务机构", av1::PROVIDER_KIND_HR_SERVICE},
      {"other", av1::PROVIDER_KIND_OTHER},
      {"其他", av1::PROVIDER_KIND_OTHER},
  };
  for (const auto& [word, kind] : kWords) {
    if (written == word) return kind;
  }
  return std::nullopt;
}

void Read(RowCells& cells, ImportRow<av1::ProviderItem>& row) {
  row.item.set_unified_social_credit_code(cells.Code(kUscc));
  row.item.set_display_name(cells.Text(kName));
  const auto kind = cells.Word(kKind, KindFromWord,
                               "university, research_institute, association, enterprise, "
                               "hr_service or other");
  row.item.set_kind(kind.value_or(av1::PROVIDER_KIND_UNSPECIFIED));
  if (const auto day = cells.DayIn(kAccreditedFrom); day.has_value()) {
    *row.item.mutable_accredited_from() = wire::ToProto(*day);
  }
  row.key = row.item.unified_social_credit_code();
}

}  // namespace

absl::StatusOr<ImportRows<av1::ProviderItem>> ReadProviders(absl::string_view bytes,
                                                            absl::string_view file_name) {
  return ReadRows<av1::ProviderItem>(bytes, file_name, Columns(), Read);
}

}  // namespace xuefen::cli
