#pragma once

// What is checked of rule sets together. Internal.

#include <map>

#include "libs/rules/model.h"
#include "libs/rules/source.h"

namespace xuefen::rules {

// Where provisions stand.
using Places = std::map<const Provision*, Place>;

// Who may write what: openness of topics, one decision for each slot, person and day.
void CheckPrecedence(const Book& book, const Places& places, Diagnostics& diagnostics);

// What the provisions say together: references, thresholds, measures, the size of numbers.
void CheckMeaning(const Book& book, const Places& places, Diagnostics& diagnostics);

// Part of it: that amounts and counts refer to requirements there are, and never in a circle; that
// forms by which more study can break a minimum are meant.
void CheckReferences(const Book& book, const Places& places, Diagnostics& diagnostics);

// What is sound and probably not meant: days between two versions of a provision that none of them
// decides, provisions that can never have effect.
void CheckForEffect(const Book& book, const Places& places, Diagnostics& warnings);

// Calls visit(provision, body) for every provision of that kind.
template <typename T, typename Visit>
void ForEach(const Book& book, const Visit& visit) {
  for (const Slot& slot : book.slots) {
    for (const Provision* version : slot.versions) {
      if (const auto* body = std::get_if<T>(&version->body)) visit(*version, *body);
    }
  }
}

// Whether both sets can decide for one person on one day: neither is made for people whom the
// other, or a set above it, leaves out.
bool MayMeet(const RuleSet& a, const RuleSet& b);

// "order-25 total (order-25.txtpb:9)".
std::string Named(const Provision& provision);

}  // namespace xuefen::rules
