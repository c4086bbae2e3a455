#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/rules/check.h"
#include "libs/rules/names.h"

namespace xuefen::rules {
namespace {

std::string LevelName(int level) {
  const std::string name = pb::Level_Name(static_cast<pb::Level>(level));
  return name.substr(std::string("LEVEL_").size());
}

std::string Written(const Period& period) {
  return absl::StrCat(period.from == kFirstDay ? "" : FormatDay(period.from), "..",
                      period.to ? FormatDay(*period.to) : "");
}

bool Overlap(const Period& a, const Period& b) {
  return (!a.to || b.from <= *a.to) && (!b.to || a.from <= *b.to);
}

bool Within(const Period& inner, const Period& outer) {
  return outer.from <= inner.from && (!outer.to || (inner.to && *inner.to <= *outer.to));
}

bool Above(const RuleSet& set, const RuleSet& other) {
  for (const RuleSet* at = other.above; at != nullptr; at = at->above) {
    if (at == &set) return true;
  }
  return false;
}

// Scopes are apart when they are different branches of one tree: a person is administered by one
// division. Those of different trees may hold together.
bool ScopesApart(const RuleSet& a, const RuleSet& b) {
  if (a.scope.empty() || b.scope.empty()) return false;
  for (const std::string& left : a.scope) {
    for (const std::string& right : b.scope) {
      const bool same_tree = FamilyOf(left) == FamilyOf(right);
      if (!same_tree || Covers(left, right) || Covers(right, left)) return false;
    }
  }
  return true;
}

// Whether a set above both opens the topic to the levels of both and says which decides; or whether
// they answer different questions.
bool ChosenBetween(const RuleSet& a, const RuleSet& b, const std::string& topic) {
  if (a.purpose != b.purpose) return true;
  const auto lists = [](const Opening& opening, int level) {
    return std::find(opening.to.begin(), opening.to.end(), level) != opening.to.end();
  };
  for (const RuleSet* at = a.above; at != nullptr; at = at->above) {
    if (!Above(*at, b)) continue;
    for (const Opening& opening : at->openings) {
      const bool always = std::any_of(opening.prefer.begin(), opening.prefer.end(),
                                      [](const Prefer& prefer) { return prefer.when == When(); });
      if (opening.topic == topic && a.level != b.level && always && lists(opening, a.level) &&
          lists(opening, b.level)) {
        return true;
      }
    }
  }
  return false;
}

// Whether `later` displaces `earlier`, by its own words or by those of one that it displaces.
bool Displaces(const Slot& slot, const Provision& later, const Provision& earlier) {
  for (const Provision* at = &later; at != nullptr && at->supersedes;) {
    if (at->supersedes >= at->valid.from) return false;
    if (at->supersedes == earlier.valid.from) return true;
    const auto next =
        std::find_if(slot.versions.begin(), slot.versions.end(), [&](const Provision* version) {
          return version->set == later.set && version->dated &&
                 version->valid.from == at->supersedes;
        });
    at = next == slot.versions.end() ? nullptr : *next;
  }
  return false;
}

void CheckPair(const Slot& slot, const Provision& earlier, const Provision& later,
               const Place& place, Diagnostics& diagnostics) {
  if (earlier.body.index() != later.body.index() && !std::holds_alternative<Repeal>(earlier.body) &&
      !std::holds_alternative<Repeal>(later.body)) {
    place.Report(diagnostics,
                 absl::StrCat("\"", later.id, "\" is of another kind than ", Named(earlier),
                              "; wanted: another id, or a version of the same kind"));
  }
  if (!earlier.dated || !later.dated || !Overlap(earlier.governs, later.governs)) return;
  if (earlier.set == later.set) {
    if (Displaces(slot, later, earlier)) return;
    place.Report(diagnostics, absl::StrCat("\"", later.id, "\" governs ", Written(later.governs),
                                           ", already decided by line ", earlier.line,
                                           "; wanted: disjoint periods, or supersedes: \"",
                                           FormatDay(earlier.valid.from),
                                           "\" in a version that is law since later"));
    return;
  }
  if (Above(*earlier.set, *later.set) || Above(*later.set, *earlier.set) ||
      !MayMeet(*earlier.set, *later.set) || ChosenBetween(*earlier.set, *later.set, later.topic)) {
    return;
  }
  place.Report(
      diagnostics,
      absl::StrCat(
          "\"", later.id, "\" is also decided by ", Named(earlier),
          " for the same people; wanted: one of them, or prefer { ... } where the set above "
          "opens topic \"",
          later.topic, "\" to both"));
}

// Openings of sets above, for this set's level.
std::vector<const Opening*> OpeningsFor(const RuleSet& set) {
  std::vector<const Opening*> found;
  for (const RuleSet* at = set.above; at != nullptr; at = at->above) {
    for (const Opening& opening : at->openings) {
      if (std::find(opening.to.begin(), opening.to.end(), set.level) != opening.to.end()) {
        found.push_back(&opening);
      }
    }
  }
  return found;
}

void CheckOpen(const Provision& provision, const Place& place, Diagnostics& diagnostics) {
  const std::vector<const Opening*> openings = OpeningsFor(*provision.set);
  std::set<std::string> topics;
  const Opening* nearest = nullptr;
  for (const Opening* opening : openings) {
    topics.insert(opening->topic);
    if (opening->topic != provision.topic) continue;
    if (Within(provision.governs, opening->governs)) return;
    nearest = opening;
  }
  const std::string level = LevelName(provision.set->level);
  if (nearest != nullptr) {
    place.Report(diagnostics,
                 absl::StrCat(provision.topic, " is open to ", level, " for ",
                              Written(nearest->governs), "; this provision governs ",
                              Written(provision.governs), "; wanted: a period inside"));
    return;
  }
  place.Report(diagnostics,
               absl::StrCat("topic \"", provision.topic, "\" is not open to ", level,
                            "; wanted: a topic opened to ", level, " by a set above: ",
                            topics.empty() ? "there is none" : absl::StrJoin(topics, ", ")));
}

}  // namespace

bool MayMeet(const RuleSet& a, const RuleSet& b) {
  for (const RuleSet* left = &a; left != nullptr; left = left->above) {
    for (const RuleSet* right = &b; right != nullptr; right = right->above) {
      if (ScopesApart(*left, *right)) return false;
    }
  }
  return true;
}

std::string Named(const Provision& provision) {
  return absl::StrCat(provision.set->id, " ", provision.id, " (", provision.set->path, ":",
                      provision.line, ")");
}

void CheckPrecedence(const Book& book, const Places& places, Diagnostics& diagnostics) {
  for (const Slot& slot : book.slots) {
    for (std::size_t later = 0; later < slot.versions.size(); ++later) {
      const Provision& version = *slot.versions[later];
      // The nearest one that is in the way is told; those before it are displaced with it.
      const std::size_t wrong = diagnostics.size();
      for (std::size_t earlier = later; earlier > 0 && diagnostics.size() == wrong; --earlier) {
        CheckPair(slot, *slot.versions[earlier - 1], version, places.at(&version), diagnostics);
      }
      if (version.set->above != nullptr && version.dated)
        CheckOpen(version, places.at(&version), diagnostics);
    }
  }
}

}  // namespace xuefen::rules
