#include "libs/roster/words.h"

#include <string>

#include "absl/strings/ascii.h"
#include "libs/text/normalise.h"

namespace xuefen::roster {
namespace {

template <typename Value>
struct Word {
  absl::string_view word;
  Value value;
};

constexpr Word<Subject> kSubjects[] = {
    {"公需科目", Subject::kGeneral},      {"公需", Subject::kGeneral},
    {"公需课", Subject::kGeneral},        {"公需课程", Subject::kGeneral},
    {"general", Subject::kGeneral},       {"专业科目", Subject::kProfessional},
    {"专业", Subject::kProfessional},     {"专业课", Subject::kProfessional},
    {"专业课程", Subject::kProfessional}, {"professional", Subject::kProfessional},
};

constexpr Word<Kind> kKinds[] = {
    {"培训", Kind::kTraining},        {"培训进修", Kind::kTraining},
    {"进修", Kind::kTraining},        {"training", Kind::kTraining},
    {"自学", Kind::kSelfStudy},       {"self-study", Kind::kSelfStudy},
    {"selfstudy", Kind::kSelfStudy},  {"成果", Kind::kAchievement},
    {"科研成果", Kind::kAchievement}, {"论文著作", Kind::kAchievement},
    {"论文", Kind::kAchievement},     {"著作", Kind::kAchievement},
    {"专利", Kind::kAchievement},     {"achievement", Kind::kAchievement},
};

constexpr Word<Assessment> kAssessments[] = {
    {"合格", Assessment::kPassed},      {"通过", Assessment::kPassed},
    {"良好", Assessment::kPassed},      {"优秀", Assessment::kPassed},
    {"及格", Assessment::kPassed},      {"√", Assessment::kPassed},
    {"✓", Assessment::kPassed},         {"✔", Assessment::kPassed},
    {"passed", Assessment::kPassed},    {"completed", Assessment::kPassed},
    {"不合格", Assessment::kNotPassed}, {"未合格", Assessment::kNotPassed},
    {"不通过", Assessment::kNotPassed}, {"未通过", Assessment::kNotPassed},
    {"不及格", Assessment::kNotPassed}, {"×", Assessment::kNotPassed},
    {"failed", Assessment::kNotPassed}, {"notpassed", Assessment::kNotPassed},
};

template <typename Value, std::size_t N>
std::optional<Value> Find(const Word<Value> (&words)[N], absl::string_view written) {
  const std::string word = absl::AsciiStrToLower(text::NormaliseCompact(std::string(written)));
  for (const Word<Value>& known : words) {
    if (known.word == word) return known.value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Subject> SubjectFromWord(absl::string_view word) { return Find(kSubjects, word); }

std::optional<Kind> KindFromWord(absl::string_view word) { return Find(kKinds, word); }

Assessment AssessmentFromWord(absl::string_view word) {
  return Find(kAssessments, word).value_or(Assessment::kNotStated);
}

}  // namespace xuefen::roster
