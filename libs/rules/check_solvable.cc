#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "libs/rules/check.h"
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
      if (SameSlot(*a.provision, *b.provision) || Nested(a, b) ||
          !MayMeet(*a.provision->set, *b.provision->set)) {
        continue;
      }
      places.at(b.provision)
          .Report(diagnostics,
                  absl::StrCat(
                      "\"", b.provision->id, "\" and ", Named(*a.provision),
                      " cross: some records are under both and some under each alone, which is not "
                      "supported in this release; wanted: one inside the other, or no common tag"));
    }
  }
}

template <typename Body>
std::vector<const Provision*> AllOf(const Book& book) {
  std::vector<const Provision*> found;
  for (const Slot& slot : book.slots) {
    for (const Provision* version : slot.versions) {
      if (std::holds_alternative<Body>(version->body)) found.push_back(version);
    }
  }
  return found;
}

void CheckOneKeep(const std::vector<const Provision*>& keeps, const Places& places,
                  Diagnostics& diagnostics) {
  for (std::size_t later = 1; later < keeps.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const Provision& a = *keeps[earlier];
      const Provision& b = *keeps[later];
      if (SameSlot(a, b) || !MayMeet(*a.set, *b.set)) continue;
      places.at(&b).Report(diagnostics, absl::StrCat("a second keep order \"", b.id, "\" beside ",
                                                     Named(a), "; wanted: one"));
    }
  }
}

// Where ceilings may cut what a minimum counts, it counts a first part of each keep order that may
// be in force. Otherwise one allocation could not give every minimum all it can have.
void CheckOrder(const Book& book, const std::vector<Found>& limits, const Places& places,
                Diagnostics& diagnostics) {
  const std::vector<const Provision*> keeps = AllOf<Keep>(book);
  CheckOneKeep(keeps, places, diagnostics);
  for (const Provision* by : AllOf<Requirement>(book)) {
    const Requirement& requirement = std::get<Requirement>(by->body);
    const bool limited = std::any_of(limits.begin(), limits.end(), [&](const Found& limit) {
      return MayMeet(*limit.provision->set, *by->set);
    });
    if (!limited || requirement.count.empty()) continue;
    std::vector<const Provision*> meeting;
    std::copy_if(keeps.begin(), keeps.end(), std::back_inserter(meeting),
                 [&](const Provision* keep) { return MayMeet(*keep->set, *by->set); });
    const bool fits = !meeting.empty() && std::all_of(meeting.begin(), meeting.end(), [&](auto* k) {
      return IsFirstPart(requirement.count, std::get<Keep>(k->body).first);
    });
    if (fits) continue;
    places.at(by).Report(
        diagnostics,
        absl::StrCat("\"", by->id,
                     "\" counts something else than a first part of the keep "
                     "order, which ceilings need in this release; wanted: keep { first { ... } } "
                     "with the same tests"));
  }
}

}  // namespace

void CheckSolvable(const Book& book, const Places& places, Diagnostics& diagnostics) {
  const std::vector<Found> limits = LimitsOf(book);
  CheckCrossing(limits, places, diagnostics);
  CheckOrder(book, limits, places, diagnostics);
}

}  // namespace xuefen::rules
