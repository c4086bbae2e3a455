#include "services/cli/console/words.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "libs/base/civil.h"
#include "libs/base/hours.h"
#include "libs/wire/wire.h"
#include "services/cli/console/language.h"

namespace xuefen::cli {
namespace {

struct Term {
  const char* name;
  const char* chinese;
  const char* english;
};

constexpr Term kRequirements[] = {
    {"total", "总学时", "all hours"},
    {"professional", "专业科目学时", "professional hours"},
};

constexpr Term kSteps[] = {
    {"gate", "认定条件", "recognition"},      {"measure", "折算", "conversion"},
    {"item_cap", "单项上限", "item cap"},     {"no_repeat", "不重复计算", "counted once"},
    {"window", "年度归属", "year"},           {"day_cap", "每日上限", "daily cap"},
    {"window_cap", "年度上限", "yearly cap"}, {"key_cap", "同类上限", "cap of one kind"},
    {"spread", "分年计算", "spread"},         {"carry", "结转", "carried over"},
    {"make_up", "补足上期", "made up"},
};

constexpr Term kRefusals[] = {
    {"NO_RECOGNITION_RULE_IN_FORCE", "当时没有生效的认定规定", "no rule in force recognises it"},
    {"KIND_NOT_RECOGNISED", "规定中没有这一类学习", "the rules do not know this kind"},
    {"PENDING", "尚待确认", "a confirmation is missing"},
    {"QUANTITY_MISSING", "缺少计算所需的数量", "a quantity the rules need is missing"},
    {"TAG_NOT_DECLARED", "分类不在规定之内", "its class is not one of the rules"},
    {"TAG_AMBIGUOUS", "分类互相矛盾", "its classes contradict each other"},
    {"DAYS_REVERSED", "日期前后颠倒", "its days are reversed"},
    {"AMOUNT_TOO_LARGE", "数量过大", "its amount is too large"},
    {"BREAKDOWN_NEEDED", "跨年度，需要逐日明细", "it needs a breakdown by days"},
    {"REPEAT", "同一成果已计算一次", "the same work was counted already"},
    {"NOT_FILED", "培训活动当时尚未举办批准或备案",
     "the activity was not filed, approved or organised"},
};

template <std::size_t size>
std::string Translate(const Term (&terms)[size], const std::string& name, Language language) {
  for (const Term& term : terms) {
    if (name == term.name) return std::string(Say(language, term.chinese, term.english));
  }
  return name;
}

}  // namespace

absl::string_view SubjectWord(common::v1::Subject subject, Language language) {
  switch (subject) {
    case common::v1::SUBJECT_GENERAL: return Say(language, "公需科目", "general");
    case common::v1::SUBJECT_PROFESSIONAL: return Say(language, "专业科目", "professional");
    default: return "?";
  }
}

absl::string_view KindWord(common::v1::Kind kind, Language language) {
  switch (kind) {
    case common::v1::KIND_TRAINING: return Say(language, "培训进修", "training");
    case common::v1::KIND_SELF_STUDY: return Say(language, "自学", "self-study");
    case common::v1::KIND_ACHIEVEMENT: return Say(language, "科研成果", "achievement");
    default: return "?";
  }
}

absl::string_view OutcomeWord(roster::Outcome outcome, Language language) {
  switch (outcome) {
    case roster::Outcome::kAccepted: return Say(language, "接受", "accepted");
    case roster::Outcome::kDuplicate: return Say(language, "重复", "duplicate");
    case roster::Outcome::kRefused: return Say(language, "退回", "refused");
    case roster::Outcome::kSendable: return Say(language, "可报送", "sendable");
  }
  return "?";
}

absl::string_view VerdictWord(credit::v1::Verdict verdict, bool open, Language language) {
  switch (verdict) {
    case credit::v1::VERDICT_MET: return Say(language, "达到", "met");
    case credit::v1::VERDICT_NOT_MET:
      return open ? Say(language, "尚未达到", "not met yet") : Say(language, "未达到", "not met");
    case credit::v1::VERDICT_WAIVED: return Say(language, "已免除", "waived");
    case credit::v1::VERDICT_NOT_APPLICABLE: return Say(language, "不适用", "not applicable");
    case credit::v1::VERDICT_NO_RULE_IN_FORCE:
      return Say(language, "没有生效的规定", "no rule in force");
    default: return "?";
  }
}

std::string RequirementWord(const std::string& requirement, Language language) {
  return Translate(kRequirements, requirement, language);
}

std::string StepWord(const std::string& step, Language language) {
  return Translate(kSteps, step, language);
}

std::string RefusalWord(const std::string& reason, Language language) {
  return Translate(kRefusals, reason, language);
}

std::string HoursText(std::int64_t centihours, Language language) {
  return absl::StrCat(FormatHours(Hours::FromCenti(centihours)), " ",
                      Say(language, "学时", "hours"));
}

std::string DayText(const google::type::Date& day) {
  const std::optional<Day> known = wire::FromProto(day);
  return known.has_value() ? FormatDay(*known) : "?";
}

std::string DaysText(const google::type::Date& first, const google::type::Date& last,
                     Language language) {
  const std::string from = DayText(first);
  const std::string to = DayText(last);
  return from == to ? from : absl::StrCat(from, Say(language, " 至 ", " to "), to);
}

}  // namespace xuefen::cli
