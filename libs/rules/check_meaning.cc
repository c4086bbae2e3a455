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

// Calls visit(provision, body) for every provision of that kind.
template <typename T, typename Visit>
void ForEach(const Book& book, const Visit& visit) {
  for (const Slot& slot : book.slots) {
    for (const Provision* version : slot.versions) {
      if (const auto* body = std::get_if<T>(&version->body)) visit(*version, *body);
    }
  }
}

// The windows that requirements and ceilings name must be the one there is.
void CheckWindows(const Book& book, const Places& places, Diagnostics& diagnostics) {
  std::string window;
  ForEach<Window>(book, [&](const Provision& provision, const Window&) {
    if (window.empty()) window = provision.id;
    if (window == provision.id) return;
    places.at(&provision)
        .Report(diagnostics, absl::StrCat("a second window \"", provision.id,
                                          "\" is not supported in this release; wanted: ", window));
  });
  const auto check = [&](const Provision& provision, const std::string& name) {
    if (name.empty() || name == window) return;
    places.at(&provision)
        .Report(diagnostics, absl::StrCat("window \"", name, "\" is not declared; wanted: ",
                                          window.empty() ? "a window provision" : window));
  };
  ForEach<Limit>(book, [&](const Provision& p, const Limit& limit) { check(p, limit.window); });
  ForEach<Once>(book, [&](const Provision& p, const Once& once) { check(p, once.window); });
  ForEach<Requirement>(book, [&](const Provision& p, const Requirement& r) { check(p, r.window); });
}

void CollectReferences(const AmountExpression& amount, std::set<std::string>& references) {
  if (!amount.at_least_of.empty()) references.insert(amount.at_least_of);
  for (const AmountExpression& part : amount.greatest) CollectReferences(part, references);
}

using References = std::map<std::string, std::set<std::string>>;

// A way from `id` back to `target`, or nothing.
std::vector<std::string> WayBack(const References& references, const std::string& id,
                                 const std::string& target, std::set<std::string>& visited) {
  if (!visited.insert(id).second || !references.contains(id)) return {};
  for (const std::string& next : references.at(id)) {
    if (next == target) return {id};
    std::vector<std::string> way = WayBack(references, next, target, visited);
    if (way.empty()) continue;
    way.insert(way.begin(), id);
    return way;
  }
  return {};
}

// Whether references between requirements are sound, so that thresholds have values.
bool CheckReferences(const Book& book, const Places& places, Diagnostics& diagnostics) {
  References references;
  std::map<std::string, std::string> topics;
  bool sound = true;
  ForEach<Requirement>(book, [&](const Provision& provision, const Requirement& requirement) {
    CollectReferences(requirement.at_least, references[provision.id]);
    if (topics.try_emplace(provision.id, provision.topic).first->second == provision.topic) return;
    sound = false;
    places.at(&provision)
        .Report(diagnostics,
                absl::StrCat("requirement \"", provision.id, "\" is also in topic ",
                             topics[provision.id], "; wanted: one topic, or another id"));
  });
  ForEach<Requirement>(book, [&](const Provision& provision, const Requirement& requirement) {
    std::set<std::string> named;
    CollectReferences(requirement.at_least, named);
    for (const std::string& name : named) {
      if (references.contains(name)) continue;
      sound = false;
      places.at(&provision)
          .Report(diagnostics,
                  absl::StrCat("no requirement \"", name, "\"; wanted: the id of a requirement"));
    }
    std::set<std::string> visited;
    std::vector<std::string> way = WayBack(references, provision.id, provision.id, visited);
    if (way.empty()) return;
    sound = false;
    way.erase(way.begin());
    places.at(&provision)
        .Report(diagnostics,
                absl::StrCat(provision.id, " refers to itself", way.empty() ? "" : " through ",
                             absl::StrJoin(way, ", "), "; wanted: no cycle"));
  });
  return sound;
}

using Requirements = std::map<std::string, std::vector<const Requirement*>>;

// All values the amount can have, by whichever versions it refers to; nothing where one of them is
// out of bounds. References have no cycles.
std::optional<std::set<Ratio>> ValuesOf(const AmountExpression& amount,
                                        const Requirements& requirements) {
  std::set<Ratio> bases;
  std::vector<const AmountExpression*> parts;
  if (amount.value) bases.insert(*amount.value);
  for (const AmountExpression& part : amount.greatest) parts.push_back(&part);
  if (const auto found = requirements.find(amount.at_least_of); found != requirements.end()) {
    for (const Requirement* version : found->second) parts.push_back(&version->at_least);
  }
  for (const AmountExpression* part : parts) {
    const std::optional<std::set<Ratio>> values = ValuesOf(*part, requirements);
    if (!values) return std::nullopt;
    bases.insert(values->begin(), values->end());
  }
  std::set<Ratio> values;
  for (const Ratio base : bases) {
    const std::optional<Ratio> value = base.Times(amount.times);
    if (!value || *value > Ratio::Of(kThresholdMax) || value->denominator() > kFinenessMax) {
      return std::nullopt;
    }
    values.insert(*value);
  }
  return values;
}

void CheckThresholds(const Book& book, const Places& places, Diagnostics& diagnostics) {
  Requirements requirements;
  ForEach<Requirement>(book, [&](const Provision& provision, const Requirement& requirement) {
    requirements[provision.id].push_back(&requirement);
  });
  ForEach<Requirement>(book, [&](const Provision& provision, const Requirement& requirement) {
    if (ValuesOf(requirement.at_least, requirements)) return;
    places.at(&provision)
        .Report(diagnostics, absl::StrCat("the minimum is too large or too fine; wanted: at most ",
                                          kThresholdMax, ", denominators up to ", kFinenessMax));
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
      if (same_slot || !MayMeet(*other->set, *provision.set)) continue;
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
    for (const Row& row : measure.rows) {
      for (const Term& term : row.terms) {
        if (FactorOf(term, 100 * fineness) < kFactorMax) continue;
        places.at(&provision).Report(diagnostics, "a factor is too large; wanted: smaller numbers");
      }
    }
  });
}

}  // namespace

void CheckMeaning(const Book& book, const Places& places, Diagnostics& diagnostics) {
  CheckWindows(book, places, diagnostics);
  if (CheckReferences(book, places, diagnostics)) CheckThresholds(book, places, diagnostics);
  CheckMeasures(book, places, diagnostics);
  CheckSizes(book, places, diagnostics);
}

}  // namespace xuefen::rules
