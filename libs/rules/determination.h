#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/base/bytes.h"
#include "libs/rules/facts.h"
#include "libs/rules/ratio.h"

namespace xuefen::rules {

// Raised whenever any answer could change. A receipt is replayed by the semantics it names.
inline constexpr int kSemanticsVersion = 3;

// Where a provision is written.
struct Citation {
  std::string rule_set;
  std::string rule_set_version;
  std::string topic;
  std::string provision;
  std::string instrument_title;
  std::string instrument_number;
  std::string instrument_link;
  std::string article;
  std::string quote;
  std::string uncertain;   // what is not certain about it; empty if nothing
  Sha256Digest content{};  // of all that the provision says, but for the citation itself
};

enum class Verdict { kMet, kNotMet, kWaived, kNotApplicable, kNoRuleInForce };

// "MET", "NOT_MET", "WAIVED", "NOT_APPLICABLE", "NO_RULE_IN_FORCE".
absl::string_view VerdictName(Verdict verdict);

// What can happen to a record, in the order in which it happens.
enum class Step {
  kGate,
  kMeasure,
  kItemCap,
  kNoRepeat,
  kSpread,
  kWindow,
  kCarry,
  kMakeUp,
  kDayCap,
  kKeyCap,
  kWindowCap
};

// "gate", "measure", "item_cap", "no_repeat", "spread", "window", "carry", "make_up", "day_cap",
// "key_cap", "window_cap".
absl::string_view StepName(Step step);

// Reasons of the engine. Gates add those of their own, which rule sets name.
inline constexpr char kNoRecognitionRuleInForce[] = "NO_RECOGNITION_RULE_IN_FORCE";
inline constexpr char kKindNotRecognised[] =
    "KIND_NOT_RECOGNISED";                                      // no row of a measure is about it
inline constexpr char kPending[] = "PENDING";                   // a step of recognition is missing
inline constexpr char kQuantityMissing[] = "QUANTITY_MISSING";  // the row wants one it has not
inline constexpr char kTagNotDeclared[] = "TAG_NOT_DECLARED";
inline constexpr char kTagAmbiguous[] = "TAG_AMBIGUOUS";  // two tags of a family that allows one
inline constexpr char kDaysReversed[] =
    "DAYS_REVERSED";  // or a part outside the record's days, or more than a century
inline constexpr char kAmountTooLarge[] = "AMOUNT_TOO_LARGE";
inline constexpr char kBreakdownNeeded[] =
    "BREAKDOWN_NEEDED";                      // the rules need its daily breakdown
inline constexpr char kRepeat[] = "REPEAT";  // another record of the same key counts instead

// One thing that happened to a record.
struct PathStep {
  Step step = Step::kGate;
  const Citation* by = nullptr;  // null when nothing was in force
  Ratio amount;                  // what is left after it
  Ratio cut;                     // what it took
  std::string reason;            // set where it refused, or divided at the window's edge
  std::string detail;  // the missing step, the hint of a gate, the record that counts instead
};

// What became of one record in the window.
struct RecordResult {
  std::string id;
  std::int64_t version = 0;
  std::string unit;
  std::vector<std::string> tags;  // with defaults filled, sorted
  Ratio measured;                 // its worth, of the part inside the window, before any ceiling
  Ratio credited;
  std::string reason;  // why it counts nothing; empty if it was admitted, even if cut to nothing
  int days_without_rule = 0;  // days inside the window on which nothing recognises it
  std::vector<PathStep> path;
};

// The line that is added where requirements are each met alone but not all at once.
inline constexpr char kTogether[] = "TOGETHER";

// How one requirement stands.
struct RequirementResult {
  std::string requirement;
  // Null when nothing is in force. A repeal is cited, an exemption where there is one, and the
  // window where the person has none.
  const Citation* by = nullptr;
  const Citation* adjusted_by = nullptr;  // what lowered or raised the threshold, if anything
  std::optional<DayRange> window;
  std::string unit;  // empty where windows are counted
  Verdict verdict = Verdict::kNoRuleInForce;
  Ratio earned;  // the most that the records can count towards it
  Ratio threshold;
  Ratio missing;
  bool generally = false;  // the law puts it "generally"
  std::string waived_by;
  std::string waived_reason;
  Ratio made_up;                    // of what was earned, what later windows filled
  std::string consequence;          // what the law says follows if it is not met
  std::vector<std::string> detail;  // of kTogether: the requirements that no division meets at once
};

// What the records of equal tags come to, records that count nothing included.
struct Total {
  std::string unit;
  std::vector<std::string> tags;
  std::int64_t records = 0;
  Ratio measured;
  Ratio credited;
};

struct RuleSetReference {
  std::string id;
  std::string version;
  Sha256Digest content_hash;
};

// The answer to a question. Self-contained: it keeps the law that its citations point into.
struct Determination {
  // The longest of the windows asked about; absent when nothing divides time on that day.
  std::optional<DayRange> window;
  bool open = false;  // the window runs on after the as-of day: NOT_MET means not yet
  Verdict verdict = Verdict::kNoRuleInForce;
  std::vector<RequirementResult> requirements;  // in order of their ids
  std::string unit;                             // the one in which totals are shown
  std::vector<Total> totals;                    // in order of unit and tags
  std::vector<RecordResult> records;            // in order of their ids; one for each unit
  std::vector<std::string> unknown;             // events that tests asked for and nobody recorded
  std::vector<RuleSetReference> rule_sets;  // those that reach the person, in order of their ids
  std::int64_t grid = 100;                  // amounts were computed in units of 1/grid
  std::string receipt;                      // canonical bytes
  Sha256Digest receipt_digest{};
  std::shared_ptr<const void> law;

  // The requirement of that id, or null.
  const RequirementResult* Find(absl::string_view requirement) const;

  // Sum of what was credited, in `unit`, to records with every one of `tags` (or one below it).
  Ratio Credited(const std::vector<std::string>& tags = {}) const;
};

}  // namespace xuefen::rules
