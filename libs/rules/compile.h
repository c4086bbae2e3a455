#pragma once

// From parsed text to the model: one rule set, checked by itself and against the names of the sets
// above. Internal.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/rules/model.h"
#include "libs/rules/source.h"

namespace xuefen::rules {

// Reads the small languages: names, days, numbers, predicates. Reports what is wrong and goes on,
// so that all errors of a file are found at once.
class Reader {
 public:
  Reader(const Names& names, Diagnostics& diagnostics) : names_(names), diagnostics_(diagnostics) {}

  // What a test may ask for where it stands: a record by itself, a record in a window, or a person
  // in a window.
  enum class About { kRecordAlone, kRecord, kPerson };
  When ReadWhen(const pb::When& message, const Place& place, About about = About::kRecordAlone);
  Num ReadNum(const pb::Num& message, const Place& place, About about);

  Amount ReadAmount(const pb::Amount& message, const Place& place);
  Scale ReadScale(const pb::Scale& message, const Place& place);
  std::optional<Round> ReadRound(const pb::Round& message, const Place& place);
  std::optional<Ratio> ReadAmountText(const std::string& text, const Place& place,
                                      absl::string_view field);
  std::optional<Ratio> ReadRatioText(const std::string& text, const Place& place,
                                     absl::string_view field);

  std::optional<Day> ReadDay(const std::string& text, const Place& place, absl::string_view field);
  Period ReadPeriod(const pb::Period& message, const Place& place);

  // Reports a whole number that is not between the two.
  void CheckBetween(std::int64_t value, std::int64_t least, std::int64_t most, const Place& place,
                    absl::string_view field);

  // Each reports a name that is not declared.
  void CheckTag(const std::string& tag, const Place& place, absl::string_view field, int index);
  void CheckStatus(const std::string& name, const Place& place, absl::string_view field, int index);
  void CheckName(absl::string_view what, const std::string& name,
                 const std::vector<std::string>& declared, const Place& place,
                 absl::string_view field, int index = -1);

  const Names& names() const { return names_; }
  Diagnostics& diagnostics() { return diagnostics_; }

 private:
  const Names& names_;
  Diagnostics& diagnostics_;
};

// Reads the body of a provision.
Body ReadBody(Reader& reader, const pb::Provision& message, const Place& place);

// Parts of it: what is said of requirements.
Requirement ReadRequirement(Reader& reader, const pb::Requirement& message, const Place& place);
Separate ReadSeparate(Reader& reader, const pb::Separate& message, const Place& place);
Adjust ReadAdjust(Reader& reader, const pb::Adjust& message, const Place& place);
Carry ReadCarry(Reader& reader, const pb::Carry& message, const Place& place);
MakeUp ReadMakeUp(Reader& reader, const pb::MakeUp& message, const Place& place);
AsOf ReadAsOf(pb::AsOf as_of);
void CheckUnit(Reader& reader, const std::string& unit, const Place& place);
void CheckWindow(Reader& reader, const std::string& window, const Place& place);

// Reads a rule set. `above` is the set it extends, null for the topmost.
std::shared_ptr<RuleSet> Compile(const Source& source, const RuleSet* above,
                                 Diagnostics& diagnostics);

// SHA-256 of what decides: the whole message without its examples, independent of layout, comments
// and the order of fields.
Sha256Digest ContentHash(const pb::RuleSet& message);
// Of what a provision says, its citation left out.
Sha256Digest ContentHash(const pb::Provision& message);

}  // namespace xuefen::rules
