#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/rules/check.h"
#include "libs/rules/grid.h"
#include "libs/rules/predicate.h"

namespace xuefen::rules {
namespace {

struct WindowFound {
  std::string topic;
  Window::Kind kind;
};

// Windows are named by their ids alone, by requirements, ceilings and others.
void CheckWindows(const Book& book, const Places& places, Diagnostics& diagnostics) {
  std::map<std::string, WindowFound> windows;
  ForEach<Window>(book, [&](const Provision& provision, const Window& window) {
    const auto [found, added] =
        windows.try_emplace(provision.id, WindowFound{provision.topic, window.kind});
    if (added || found->second.topic == provision.topic) return;
    places.at(&provision)
        .Report(diagnostics,
                absl::StrCat("window \"", provision.id, "\" is also in topic ", found->second.topic,
                             "; wanted: one topic, or another id"));
  });
  std::vector<std::string> ids;
  for (const auto& [id, found] : windows) ids.push_back(id);
  const auto check = [&](const Provision& provision, const std::string& name) {
    if (name.empty() || windows.contains(name)) return;
    places.at(&provision)
        .Report(diagnostics,
                absl::StrCat("window \"", name, "\" is not declared; wanted: ",
                             ids.empty() ? "a window provision" : absl::StrJoin(ids, ", ")));
  };
  ForEach<Limit>(book, [&](const Provision& p, const Limit& limit) { check(p, limit.window); });
  ForEach<Once>(book, [&](const Provision& p, const Once& once) { check(p, once.window); });
  ForEach<Requirement>(book, [&](const Provision& p, const Requirement& r) { check(p, r.window); });
  ForEach<Carry>(book, [&](const Provision& p, const Carry& carry) { check(p, carry.window); });
  ForEach<MakeUp>(book,
                  [&](const Provision& p, const MakeUp& make_up) { check(p, make_up.window); });
  ForEach<Window>(book, [&](const Provision& p, const Window& window) {
    if (window.kind != Window::Kind::kLast) return;
    check(p, window.name);
    const auto base = windows.find(window.name);
    if (base == windows.end() || base->second.kind != Window::Kind::kLast) return;
    places.at(&p).Report(
        diagnostics,
        absl::StrCat("window \"", window.name, "\" joins others itself; wanted: those it joins"));
  });
}

void CheckRows(const Provision& provision, const Measure& measure, const Place& place,
               Diagnostics& diagnostics) {
  for (std::size_t later = 1; later < measure.rows.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const When& first = measure.rows[earlier].when;
      if (!first.TagsAlone() || !TagsCover(first, measure.rows[later].when)) continue;
      place.In("measure").Report(
          diagnostics, "row", static_cast<int>(later),
          absl::StrCat("row ", later + 1, " of ", provision.id, " can never match: row ",
                       earlier + 1, " covers it; wanted: the narrower row first"));
      break;
    }
  }
}

// Two measures of different slots must not both be able to value one record.
void CheckMeasures(const Book& book, const Places& places, Diagnostics& diagnostics) {
  std::vector<const Provision*> before;
  ForEach<Measure>(book, [&](const Provision& provision, const Measure& measure) {
    CheckRows(provision, measure, places.at(&provision), diagnostics);
    for (const Provision* other : before) {
      const bool same_slot = other->id == provision.id && other->topic == provision.topic;
      const bool same_unit = std::get<Measure>(other->body).unit == measure.unit;
      if (same_slot || !same_unit || !MayMeet(*other->set, *provision.set) ||
          other->set->purpose != provision.set->purpose) {
        continue;
      }
      for (const Row& row : measure.rows) {
        const auto& rows = std::get<Measure>(other->body).rows;
        const bool apart = std::all_of(rows.begin(), rows.end(), [&](const Row& other_row) {
          return TagsExclude(row.when, other_row.when, provision.set->names);
        });
        if (apart) continue;
        places.at(&provision)
            .Report(diagnostics, absl::StrCat("a record can match both ", Named(*other), " and ",
                                              provision.id, "; wanted: rows with tags apart"));
        break;
      }
    }
    before.push_back(&provision);
  });
}

// Sizes of numbers, for the book as a whole: no plan is finer than that.
void CheckSizes(const Book& book, const Places& places, Diagnostics& diagnostics) {
  std::int64_t fineness = 1;
  for (const Slot& slot : book.slots) {
    for (const Provision* version : slot.versions) {
      const std::int64_t finer = Finer(fineness, version->body);
      if (finer > kFinenessMax) {
        places.at(version).Report(
            diagnostics,
            absl::StrCat("the common denominator would be ", 100 * finer, "; wanted: at most ",
                         100 * kFinenessMax, ", from factors with small denominators"));
        return;
      }
      fineness = finer;
    }
  }
  ForEach<Measure>(book, [&](const Provision& provision, const Measure& measure) {
    for (const auto* rows : {&measure.rows, &measure.bonus}) {
      for (const Row& row : *rows) {
        for (const Term& term : row.terms) {
          if (FactorOf(term, 100 * fineness) < kFactorMax) continue;
          places.at(&provision)
              .Report(diagnostics, "a factor is too large; wanted: smaller numbers");
        }
      }
    }
  });
}

}  // namespace

void CheckMeaning(const Book& book, const Places& places, Diagnostics& diagnostics) {
  CheckWindows(book, places, diagnostics);
  CheckReferences(book, places, diagnostics);
  CheckMeasures(book, places, diagnostics);
  CheckSizes(book, places, diagnostics);
}

}  // namespace xuefen::rules
