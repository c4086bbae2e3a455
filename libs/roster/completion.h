#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/base/civil.h"
#include "libs/base/hours.h"
#include "libs/base/refusal.h"

namespace xuefen::roster {

// 科目, article (四).
enum class Subject { kGeneral, kProfessional };

// The three ways of article (六) to come by hours.
enum class Kind { kTraining, kSelfStudy, kAchievement };

// 考核结果.
enum class Assessment { kNotStated, kPassed, kNotPassed };

// Whether a reader of a source can find this and leave nothing to find again in what it read: a
// number without its digits, days, hours or a kind that could not be read, an unusable value.
constexpr bool IsReadersFault(Reason reason) {
  return reason == Reason::IDENTITY_LOST_DIGITS || reason == Reason::DAYS_UNREADABLE ||
         reason == Reason::HOURS_UNREADABLE || reason == Reason::KIND_NOT_SUPPORTED ||
         reason == Reason::FIELD_INVALID;
}

// What a provider says one person has completed, as it arrives in a file or a message. Anything may
// be missing.
struct Completion {
  std::string external_id;  // 流水号, the provider's own
  std::string name;
  std::string identity_number;
  std::string activity_code;
  std::optional<Subject> subject;
  Kind kind = Kind::kTraining;
  std::optional<Day> first_day;
  std::optional<Day> last_day;
  std::optional<Hours> hours;
  Assessment assessment = Assessment::kNotStated;

  // What whoever read the source could not make out of it and the values above no longer show, such
  // as HOURS_UNREADABLE for hours that are absent here. Each IsReadersFault.
  std::vector<Reason> faults;
};

}  // namespace xuefen::roster
