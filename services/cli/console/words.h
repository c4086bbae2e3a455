#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "libs/base/reason_text.h"
#include "libs/roster/result_csv.h"
#include "xuefen/common/v1/terms.pb.h"
#include "xuefen/credit/v1/credit_service.pb.h"

namespace xuefen::cli {

// How terms of the field are called on the screen. Values that this release does not know are
// "?".

absl::string_view SubjectWord(common::v1::Subject subject, Language language);
absl::string_view KindWord(common::v1::Kind kind, Language language);
absl::string_view OutcomeWord(roster::Outcome outcome, Language language);

// `open`: the year was still running, so what is not met may yet be.
absl::string_view VerdictWord(credit::v1::Verdict verdict, bool open, Language language);

// What a requirement is about, by the id of its provision. Another id stays as it is.
std::string RequirementWord(const std::string& requirement, Language language);

// What the rule engine did: "day_cap" is 每日上限. A step of a later release stays as it is.
std::string StepWord(const std::string& step, Language language);

// Why the rule engine counted nothing: "NOT_FILED". A reason that a rule set made up stays as it
// is.
std::string RefusalWord(const std::string& reason, Language language);

// Hundredths of a class hour with their unit: "7.5 学时", "7.5 hours".
std::string HoursText(std::int64_t centihours, Language language);

// "2018-07-02"; the same day twice is said once.
std::string DayText(const google::type::Date& day);
std::string DaysText(const google::type::Date& first, const google::type::Date& last,
                     Language language);

}  // namespace xuefen::cli
