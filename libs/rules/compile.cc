#include "libs/rules/compile.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/rules/names.h"

namespace xuefen::rules {
namespace {

class Compiler {
 public:
  Compiler(const Source& source, const RuleSet* above, Diagnostics& diagnostics)
      : message_(source.message()),
        place_(source.place()),
        diagnostics_(diagnostics),
        set_(std::make_shared<RuleSet>()),
        reader_(set_->names, diagnostics) {
    set_->path = source.path();
    set_->above = above;
  }

  std::shared_ptr<RuleSet> Run() &&;

 private:
  void ReadHead();
  void ReadFamilies();
  void ReadDefaults();
  void ReadProvision(int index);
  void ReadOpen(const pb::Open& message, const Place& place, const Provision& provision);
  void ReadCite(const pb::Provision& message, const Place& place, Provision& provision);
  void CheckId(const std::string& id, const Place& place, absl::string_view field);

  const pb::RuleSet& message_;
  const Place place_;
  Diagnostics& diagnostics_;
  std::shared_ptr<RuleSet> set_;
  Reader reader_;
};

// Those declared here and not above, appended.
void Declare(const google::protobuf::RepeatedPtrField<std::string>& declared,
             std::vector<std::string>& names) {
  for (const std::string& name : declared) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
}

void Compiler::CheckId(const std::string& id, const Place& place, absl::string_view field) {
  const bool sound = !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '.' || c == '-' || c == '_';
  });
  if (sound) return;
  place.Report(diagnostics_, field, -1,
               absl::StrCat(field, " \"", id,
                            "\" is not a name; wanted: lower-case letters, digits, "
                            "dots, hyphens"));
}

void Compiler::ReadHead() {
  set_->id = message_.id();
  set_->version = message_.version();
  set_->title = message_.title();
  set_->level = message_.level();
  set_->examples = message_.example_size();
  set_->content_hash = ContentHash(message_);
  CheckId(message_.id(), place_, "id");
  if (message_.version().empty()) {
    place_.Report(diagnostics_, "the set has no version; wanted: version");
  }
  if (message_.level() == pb::LEVEL_UNSPECIFIED) {
    place_.Report(diagnostics_, "the set has no level; wanted: level, such as LEVEL_PROVINCE");
  }
  if (set_->above != nullptr) {
    set_->names = set_->above->names;
    set_->depth = set_->above->depth + 1;
    if (set_->level <= set_->above->level) {
      place_.Report(diagnostics_, "level", -1,
                    absl::StrCat("the level is not below that of ", set_->above->id,
                                 "; wanted: one named after ", pb::Level_Name(set_->above->level)));
    }
  }
  Declare(message_.status(), set_->names.statuses);
  Declare(message_.event(), set_->names.events);
  Declare(message_.unit(), set_->names.units);
  Declare(message_.evidence(), set_->names.evidences);
  Declare(message_.quantity(), set_->names.quantities);
  Declare(message_.attribute(), set_->names.attributes);
  set_->purpose = {message_.purpose().begin(), message_.purpose().end()};
  for (int i = 0; i < message_.scope_size(); ++i) {
    reader_.CheckStatus(message_.scope(i), place_, "scope", i);
    set_->scope.push_back(message_.scope(i));
  }
}

void Compiler::ReadFamilies() {
  for (int i = 0; i < message_.family_size(); ++i) {
    const pb::Family& message = message_.family(i);
    CheckId(message.name(), place_.In("family", i), "name");
    const auto [family, added] = set_->names.families.try_emplace(message.name());
    if (!added && family->second.many != message.many()) {
      place_.Report(diagnostics_, "family", i,
                    absl::StrCat("family ", message.name(), " is declared above with many: ",
                                 family->second.many ? "true" : "false", "; wanted: the same"));
    }
    family->second.many = message.many();
    for (const std::string& value : message.value()) {
      family->second.tags.push_back(absl::StrCat(message.name(), ".", value));
    }
  }
}

void Compiler::ReadDefaults() {
  for (int i = 0; i < message_.family_size(); ++i) {
    const pb::Family& message = message_.family(i);
    for (int j = 0; j < message.default__size(); ++j) {
      const Place place = place_.In("family", i).In("default", j);
      FamilyDefault& fallback = set_->defaults.emplace_back();
      fallback.family = message.name();
      fallback.tag = absl::StrCat(message.name(), ".", message.default_(j).value());
      fallback.when = reader_.ReadWhen(message.default_(j).when(), place.In("when"));
      reader_.CheckTag(fallback.tag, place, "value", -1);
    }
  }
}

void Compiler::ReadCite(const pb::Provision& message, const Place& place, Provision& provision) {
  Citation& citation = provision.citation;
  citation.rule_set = set_->id;
  citation.rule_set_version = set_->version;
  citation.topic = message.topic();
  citation.provision = message.id();
  citation.article = message.cite().article();
  citation.quote = message.cite().quote();
  citation.uncertain = message.cite().uncertain();
  citation.content = ContentHash(message);
  if (!message.has_cite()) {
    place.Report(diagnostics_, absl::StrCat("provision \"", message.id(),
                                            "\" has no cite; wanted: cite { "
                                            "instrument: ... article: ... }"));
    return;
  }
  std::vector<std::string> ids;
  for (const pb::Instrument& instrument : message_.instrument()) {
    ids.push_back(instrument.id());
    if (instrument.id() != message.cite().instrument()) continue;
    citation.instrument_title = instrument.title();
    citation.instrument_number = instrument.number();
    citation.instrument_link = instrument.link();
  }
  reader_.CheckName("instrument", message.cite().instrument(), ids, place.In("cite"), "instrument");
  if (citation.article.empty() && citation.uncertain.empty()) {
    place.Report(diagnostics_, "cite", -1,
                 "the cite names no article; wanted: article, or uncertain: why not");
  }
}

void Compiler::ReadOpen(const pb::Open& message, const Place& place, const Provision& provision) {
  Opening opening{message.topic(),
                  {message.to().begin(), message.to().end()},
                  provision.valid,
                  provision.governs,
                  {}};
  for (int i = 0; i < message.prefer_size(); ++i) {
    const pb::Prefer& from = message.prefer(i);
    const Place at = place.In("prefer", i);
    opening.prefer.push_back({reader_.ReadWhen(from.when(), at.In("when")), from.level()});
    const bool named = from.level() != pb::LEVEL_UNSPECIFIED;
    if (named == from.favourable()) {
      at.Report(diagnostics_,
                "it is not said which set decides; wanted: level or favourable: true");
    } else if (named &&
               std::find(opening.to.begin(), opening.to.end(), from.level()) == opening.to.end()) {
      at.Report(diagnostics_, "level", -1,
                absl::StrCat(pb::Level_Name(from.level()),
                             " is not opened to; wanted: one of the levels in to"));
    }
  }
  set_->openings.push_back(std::move(opening));
}

void Compiler::ReadProvision(int index) {
  const pb::Provision& message = message_.provision(index);
  const Place place = place_.In("provision", index);
  auto provision = std::make_unique<Provision>();
  provision->set = set_.get();
  provision->id = message.id();
  provision->topic = message.topic();
  provision->line = place.line();
  CheckId(message.id(), place, "id");
  CheckId(message.topic(), place, "topic");
  ReadCite(message, place, *provision);
  const std::size_t wrong = diagnostics_.size();
  provision->valid = reader_.ReadPeriod(message.valid(), place.In("valid"));
  if (message.valid().from().empty()) {
    place.Report(diagnostics_, "valid", -1,
                 absl::StrCat("provision \"", message.id(),
                              "\" does not say since when it is law; wanted: "
                              "valid { from: ... }"));
  }
  provision->governs = message.has_governs()
                           ? reader_.ReadPeriod(message.governs(), place.In("governs"))
                           : provision->valid;
  provision->dated = diagnostics_.size() == wrong;
  if (!message.supersedes().empty()) {
    provision->supersedes = reader_.ReadDay(message.supersedes(), place, "supersedes");
  }
  provision->not_monotone = message.not_monotone();
  for (int i = 0; i < message.open_size(); ++i) {
    ReadOpen(message.open(i), place.In("open", i), *provision);
  }
  provision->body = ReadBody(reader_, message, place);
  set_->provisions.push_back(std::move(provision));
}

std::shared_ptr<RuleSet> Compiler::Run() && {
  ReadHead();
  ReadFamilies();
  ReadDefaults();
  for (int i = 0; i < message_.instrument_size(); ++i) {
    const pb::Instrument& instrument = message_.instrument(i);
    if (!instrument.made().empty())
      reader_.ReadDay(instrument.made(), place_.In("instrument", i), "made");
  }
  for (int i = 0; i < message_.provision_size(); ++i) ReadProvision(i);
  return set_;
}

}  // namespace

std::shared_ptr<RuleSet> Compile(const Source& source, const RuleSet* above,
                                 Diagnostics& diagnostics) {
  return Compiler(source, above, diagnostics).Run();
}

}  // namespace xuefen::rules
