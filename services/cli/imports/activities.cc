#include <optional>

#include "libs/roster/words.h"
#include "libs/wire/wire.h"
#include "services/cli/imports/read_rows.h"
#include "services/cli/imports/rows.h"

namespace xuefen::cli {
namespace {

namespace av1 = accreditation::v1;
namespace cv1 = common::v1;

enum Column : std::size_t {
  kCode,
  kTitle,
  kSubject,
  kForm,
  kFirstDay,
  kLastDay,
  kHours,
  kProvider,
  kFiledWith,
  kGate,
  kFiledOn,
};

const std::vector<sheet::Column>& Columns() {
  static const auto* const kColumns = new std::vector<sheet::Column>{
      {"code",
       true,
       "",
       {"code", "项目编号", "活动编号", "活动编码", "项目编码", "备案编号", "备案号",
        "activitycode"}},
      {"title",
       true,
       "",
       {"title", "项目名称", "活动名称", "培训名称", "培训班名称", "名称", "displayname"}},
      {"subject", true, "", {"subject", "科目", "科目类别", "科目类型"}},
      {"form", false, "", {"form", "培训形式", "培训方式", "形式"}},
      {"first_day", true, "", {"firstday", "开始日期", "起始日期", "开班日期", "开始时间"}},
      {"last_day", true, "", {"lastday", "结束日期", "终止日期", "结业日期", "结束时间"}},
      {"hours", true, "", {"hours", "学时", "总学时", "计划学时", "学时数"}},
      {"provider",
       true,
       "",
       {"provider", "统一社会信用代码", "社会信用代码", "机构信用代码", "施教机构代码", "uscc"}},
      {"filed_with", false, "", {"filedwith", "备案机关", "备案地区", "行政区划代码", "division"}},
      {"gate", false, "", {"gate", "办理方式", "认可方式"}},
      {"filed_on", false, "", {"filedon", "备案日期", "备案时间", "批准日期", "gateday"}},
  };
  return *kColumns;
}

std::optional<cv1::Form> FormFromWord(absl::string_view written) {
  static constexpr struct {
    absl::string_view word;
    cv1::Form form;
  } kWords[] = {
      {"classroom", cv1::FORM_CLASSROOM}, {"面授", cv1::FORM_CLASSROOM},
      {"集中面授", cv1::FORM_CLASSROOM},  {"online", cv1::FORM_ONLINE},
      {"网络", cv1::FORM_ONLINE},         {"线上", cv1::FORM_ONLINE},
      {"远程教育", cv1::FORM_ONLINE},     {"blended", cv1::FORM_BLENDED},
      {"混合", cv1::FORM_BLENDED},        {"other", cv1::FORM_OTHER},
      {"其他", cv1::FORM_OTHER},
  };
  for (const auto& [word, form] : kWords) {
    if (written == word) return form;
  }
  return std::nullopt;
}

std::optional<av1::Gate> GateFromWord(absl::string_view written) {
  static constexpr struct {
    absl::string_view word;
    av1::Gate gate;
  } kWords[] = {
      {"filed", av1::GATE_FILED},         {"备案", av1::GATE_FILED},
      {"approved", av1::GATE_APPROVED},   {"批准", av1::GATE_APPROVED},
      {"organised", av1::GATE_ORGANISED}, {"举办", av1::GATE_ORGANISED},
  };
  for (const auto& [word, gate] : kWords) {
    if (written == word) return gate;
  }
  return std::nullopt;
}

cv1::Subject ToProto(roster::Subject subject) {
  return subject == roster::Subject::kGeneral ? cv1::SUBJECT_GENERAL : cv1::SUBJECT_PROFESSIONAL;
}

void ReadDays(RowCells& cells, av1::ActivityItem& item) {
  if (const auto day = cells.DayIn(kFirstDay); day.has_value()) {
    *item.mutable_first_day() = wire::ToProto(*day);
  }
  if (const auto day = cells.DayIn(kLastDay); day.has_value()) {
    *item.mutable_last_day() = wire::ToProto(*day);
  }
  if (const auto day = cells.DayIn(kFiledOn); day.has_value()) {
    *item.mutable_gate_day() = wire::ToProto(*day);
  }
}

void Read(RowCells& cells, ImportRow<av1::ActivityItem>& row) {
  av1::ActivityItem& item = row.item;
  item.set_code(cells.Code(kCode));
  item.set_display_name(cells.Text(kTitle));
  item.set_provider(cells.Code(kProvider));
  const auto subject = cells.Word(kSubject, roster::SubjectFromWord, "general or professional");
  if (subject.has_value()) item.set_subject(ToProto(*subject));
  const auto form = cells.Word(kForm, FormFromWord, "classroom, online, blended or other");
  item.set_form(form.value_or(cv1::FORM_UNSPECIFIED));
  const auto gate = cells.Word(kGate, GateFromWord, "filed, approved or organised");
  item.set_gate(gate.value_or(av1::GATE_UNSPECIFIED));
  ReadDays(cells, item);
  if (const auto hours = cells.HoursIn(kHours); hours.has_value()) {
    item.set_planned_centihours(hours->centi());
  }
  row.division = cells.Code(kFiledWith);
  row.key = item.code();
}

}  // namespace

absl::StatusOr<ImportRows<av1::ActivityItem>> ReadActivities(absl::string_view bytes,
                                                             absl::string_view file_name) {
  return ReadRows<av1::ActivityItem>(bytes, file_name, Columns(), Read);
}

}  // namespace xuefen::cli
