#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "libs/base/bytes.h"
#include "libs/base/civil.h"
#include "libs/base/hours.h"

namespace xuefen::accreditation {

enum class Subject { kGeneral = 1, kProfessional };
enum class Form { kClassroom = 1, kOnline, kBlended, kOther };

// What makes a training recognisable: article (六) 1.
enum class Gate { kFiled = 1, kApproved, kOrganised };

// A training activity as recorded.
struct Activity {
  std::string code;      // unique with its provider
  std::string provider;  // unified social credit code
  std::string display_name;
  Subject subject = Subject::kGeneral;
  Form form = Form::kOther;
  Day first_day;
  Day last_day;
  Hours planned;  // of the whole activity
  Gate gate = Gate::kFiled;
  Day gate_day;           // of filing, approval or decision
  std::string authority;  // id
};

// What a caller gives; everything may be missing or wrong.
struct ActivityDraft {
  std::string code;
  std::string provider;
  std::string display_name;
  std::optional<Subject> subject;
  std::optional<Form> form;
  std::optional<Day> first_day;
  std::optional<Day> last_day;
  Hours planned;
  std::optional<Gate> gate;
  std::optional<Day> gate_day;
};

// The activity a draft describes, recorded with `authority`; FIELD_INVALID with everything that is
// wrong with it otherwise. A missing form is "other", a missing gate "filed", a missing gate day
// the first day.
absl::StatusOr<Activity> CompleteActivity(const ActivityDraft& draft, const std::string& authority);

// Equal for activities with equal content, whoever recorded them and when.
Sha256Digest ContentDigest(const Activity& activity);

}  // namespace xuefen::accreditation
