#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/rules/check.h"
#include "libs/rules/grid.h"
#include "libs/rules/predicate.h"

namespace xuefen::rules {
namespace {

struct Found {
  const Provision* provision;
  const Limit* limit;
};

std::vector<Found> LimitsOf(const Book& book) {
  std::vector<Found> limits;
  for (const Slot& slot : book.slots) {
    for (const Provision* version : slot.versions) {
      const auto* limit = std::get_if<Limit>(&version->body);
      if (limit != nullptr && limit->grain != Grain::kItem) limits.push_back({version, limit});
    }
  }
  return limits;
}

bool SameSlot(const Provision& a, const Provision& b) { return a.id == b.id && a.topic == b.topic; }

// Ceilings of days share no record; one of a window holds a whole ceiling of days or nothing of it;
// of two of a window, one is inside the other or they are apart.
bool Nested(const Found& a, const Found& b) {
  if (TagsExclude(a.limit->where, b.limit->where, a.provision->set->names)) return true;
  const bool a_of_day = a.limit->grain == Grain::kDay;
  const bool b_of_day = b.limit->grain == Grain::kDay;
  if (a_of_day && b_of_day) return false;
  if (a_of_day) return TagsCover(b.limit->where, a.limit->where);
  if (b_of_day) return TagsCover(a.limit->where, b.limit->where);
  return TagsCover(a.limit->where, b.limit->where) || TagsCover(b.limit->where, a.limit->where);
}

void CheckCrossing(const std::vector<Found>& limits, const Places& places,
                   Diagnostics& diagnostics) {
  for (std::size_t later = 1; later < limits.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const Found& a = limits[earlier];
      const Found& b = limits[later];
      if (SameSlot(*a.provision, *b.provision) || Nested(a, b)) continue;
      places.at(b.provision)
          .Report(diagnostics,
                  absl::StrCat(
                      "\"", b.provision->id, "\" and ", Named(*a.provision),
                      " cross: some records are under both and some under each alone, which is not "
                      "supported in this release; wanted: one inside the other, or no common tag"));
    }
  }
}

void CheckNumber(const std::vector<Found>& limits, const Places& places, Diagnostics& diagnostics) {
  std::set<std::pair<std::string, std::string>> slots;
  for (const Found& found : limits) {
    if (found.limit->grain != Grain::kWindow) continue;
    slots.emplace(found.provision->topic, found.provision->id);
    if (slots.size() <= kWindowLimitsMax) continue;
    places.at(found.provision)
        .Report(diagnostics,
                absl::StrCat("too many ceilings of a window; wanted: at most ", kWindowLimitsMax));
    return;
  }
}

// Otherwise one allocation could not give every minimum all it can have.
void CheckOrder(const Book& book, const Places& places, Diagnostics& diagnostics) {
  std::vector<const Provision*> keeps;
  for (const Slot& slot : book.slots) {
    for (const Provision* version : slot.versions) {
      if (!std::holds_alternative<Keep>(version->body)) continue;
      if (!keeps.empty() && !SameSlot(*keeps.front(), *version)) {
        places.at(version).Report(diagnostics,
                                  absl::StrCat("a second keep order \"", version->id, "\" beside ",
                                               Named(*keeps.front()), "; wanted: one"));
      }
      keeps.push_back(version);
    }
  }
  for (const Slot& slot : book.slots) {
    for (const Provision* version : slot.versions) {
      const auto* requirement = std::get_if<Requirement>(&version->body);
      if (requirement == nullptr || requirement->count.empty()) continue;
      const bool fits =
          !keeps.empty() && std::all_of(keeps.begin(), keeps.end(), [&](const auto* k) {
            return IsFirstPart(requirement->count, std::get<Keep>(k->body).first);
          });
      if (fits) continue;
      places.at(version).Report(
          diagnostics,
          absl::StrCat("\"", version->id,
                       "\" counts something else than a first part of the "
                       "keep order, which ceilings need in this release; wanted: keep { first "
                       "{ ... } } with the same tests"));
    }
  }
}

}  // namespace

void CheckSolvable(const Book& book, const Places& places, Diagnostics& diagnostics) {
  const std::vector<Found> limits = LimitsOf(book);
  CheckNumber(limits, places, diagnostics);
  CheckCrossing(limits, places, diagnostics);
  if (!limits.empty()) CheckOrder(book, places, diagnostics);
}

}  // namespace xuefen::rules
