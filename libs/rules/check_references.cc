#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/rules/check.h"
#include "libs/rules/grid.h"

namespace xuefen::rules {
namespace {

// What an amount refers to, by whatever way.
struct Mentions {
  std::set<std::string> at_least_of;
  std::set<std::string> earned;

  void Add(const Amount& amount);
  void Add(const std::optional<Amount>& amount) {
    if (amount) Add(*amount);
  }
  std::set<std::string> All() const {
    std::set<std::string> all = at_least_of;
    all.insert(earned.begin(), earned.end());
    return all;
  }
};

void Mentions::Add(const Amount& amount) {
  if (!amount.at_least_of.empty()) at_least_of.insert(amount.at_least_of);
  if (!amount.earned.empty()) earned.insert(amount.earned);
  for (const Case& option : amount.cases) Add(option.amount);
  for (const auto* list : {&amount.greatest, &amount.least, &amount.sum}) {
    for (const Amount& part : *list) Add(part);
  }
}

class ReferenceCheck {
 public:
  ReferenceCheck(const Book& book, const Places& places, Diagnostics& diagnostics)
      : book_(book), places_(places), diagnostics_(diagnostics) {}

  void Run();

 private:
  using Edges = std::map<std::string, std::set<std::string>>;

  void CollectRequirements();
  void CollectAdjustments();
  void CheckCycles();
  void CheckCeilings();
  void CheckNames();
  void CheckMonotone();
  void CheckSizes();
  void CheckNamed(const Provision& provision, const std::set<std::string>& named);
  std::vector<std::string> WayBack(const std::string& id, const std::string& target,
                                   std::set<std::string>& visited) const;
  bool RestsOnEarned(const std::string& id, std::set<std::string>& visited) const;
  std::optional<Ratio> MostOf(const Amount& amount) const;
  void Report(const Provision& provision, absl::string_view text) {
    places_.at(&provision).Report(diagnostics_, text);
  }

  const Book& book_;
  const Places& places_;
  Diagnostics& diagnostics_;
  Edges edges_;                                                   // of requirements
  std::map<std::string, std::vector<const Requirement*>> forms_;  // by id
  std::set<std::string> by_earned_;  // requirements whose text names what was earned
};

void ReferenceCheck::CollectRequirements() {
  std::map<std::string, std::string> topics;
  ForEach<Requirement>(book_, [&](const Provision& provision, const Requirement& requirement) {
    Mentions mentions;
    mentions.Add(requirement.at_least);
    if (requirement.windows_met) mentions.Add(requirement.windows_met->last);
    if (!mentions.earned.empty()) by_earned_.insert(provision.id);
    std::set<std::string>& edges = edges_[provision.id];
    edges.merge(mentions.All());
    if (requirement.windows_met) {
      edges.insert(requirement.windows_met->requirements.begin(),
                   requirement.windows_met->requirements.end());
    }
    forms_[provision.id].push_back(&requirement);
    if (topics.try_emplace(provision.id, provision.topic).first->second == provision.topic) return;
    Report(provision, absl::StrCat("requirement \"", provision.id, "\" is also in topic ",
                                   topics[provision.id], "; wanted: one topic, or another id"));
  });
}

// What a threshold is changed to is as good as written in it.
void ReferenceCheck::CollectAdjustments() {
  ForEach<Adjust>(book_, [&](const Provision&, const Adjust& adjust) {
    Mentions mentions;
    mentions.Add(adjust.to);
    for (auto& [id, edges] : edges_) {
      if (!adjust.Names(id)) continue;
      edges.merge(mentions.All());
      if (!mentions.earned.empty()) by_earned_.insert(id);
    }
  });
}

void ReferenceCheck::CheckNamed(const Provision& provision, const std::set<std::string>& named) {
  std::vector<std::string> ids;
  for (const auto& [id, unused] : edges_) ids.push_back(id);
  for (const std::string& name : named) {
    if (edges_.contains(name)) continue;
    Report(provision, absl::StrCat("no requirement \"", name,
                                   "\"; wanted: the id of one: ", absl::StrJoin(ids, ", ")));
  }
}

void ReferenceCheck::CheckNames() {
  const auto listed = [&](const Provision& provision, const std::vector<std::string>& names) {
    CheckNamed(provision, {names.begin(), names.end()});
  };
  ForEach<Requirement>(book_, [&](const Provision& provision, const Requirement& requirement) {
    CheckNamed(provision, edges_.at(provision.id));
    if (!requirement.windows_met) return;
    std::set<std::string> windows;
    for (const std::string& id : requirement.windows_met->requirements) {
      for (const Requirement* form : forms_[id]) windows.insert(form->window);
    }
    if (windows.size() <= 1) return;
    Report(provision, absl::StrCat("the requirements have different windows (",
                                   absl::StrJoin(windows, ", "), "); wanted: those of one window"));
  });
  ForEach<Separate>(book_, [&](const Provision& provision, const Separate& separate) {
    listed(provision, separate.requirements);
  });
  ForEach<Adjust>(book_, [&](const Provision& provision, const Adjust& adjust) {
    listed(provision, adjust.requirements);
    listed(provision, adjust.except);
  });
  ForEach<MakeUp>(book_, [&](const Provision& provision, const MakeUp& make_up) {
    listed(provision, {make_up.requirement});
    for (const Requirement* form : forms_[make_up.requirement]) {
      if (form->window == make_up.window && !form->windows_met) continue;
      Report(
          provision,
          absl::StrCat("\"", make_up.requirement, "\" has the window \"", form->window,
                       "\"; wanted: a requirement on amounts in window \"", make_up.window, "\""));
      return;
    }
  });
}

// A way from `id` back to `target`, or nothing.
std::vector<std::string> ReferenceCheck::WayBack(const std::string& id, const std::string& target,
                                                 std::set<std::string>& visited) const {
  if (!visited.insert(id).second || !edges_.contains(id)) return {};
  for (const std::string& next : edges_.at(id)) {
    if (next == target) return {id};
    std::vector<std::string> way = WayBack(next, target, visited);
    if (way.empty()) continue;
    way.insert(way.begin(), id);
    return way;
  }
  return {};
}

void ReferenceCheck::CheckCycles() {
  ForEach<Requirement>(book_, [&](const Provision& provision, const Requirement&) {
    std::set<std::string> visited;
    std::vector<std::string> way = WayBack(provision.id, provision.id, visited);
    if (way.empty()) return;
    way.erase(way.begin());
    Report(provision,
           absl::StrCat(provision.id, " refers to itself", way.empty() ? "" : " through ",
                        absl::StrJoin(way, ", "), "; wanted: no cycle"));
  });
}

bool ReferenceCheck::RestsOnEarned(const std::string& id, std::set<std::string>& visited) const {
  if (!visited.insert(id).second || !edges_.contains(id)) return false;
  return by_earned_.contains(id) ||
         std::any_of(edges_.at(id).begin(), edges_.at(id).end(),
                     [&](const std::string& next) { return RestsOnEarned(next, visited); });
}

// What bounds amounts must not depend on them.
void ReferenceCheck::CheckCeilings() {
  const auto check = [&](const Provision& provision, const Mentions& mentions) {
    CheckNamed(provision, mentions.All());
    std::set<std::string> visited;
    const bool rests =
        std::any_of(mentions.at_least_of.begin(), mentions.at_least_of.end(),
                    [&](const std::string& id) { return RestsOnEarned(id, visited); });
    if (!rests && mentions.earned.empty()) return;
    Report(provision,
           "a ceiling depends on what it bounds; wanted: at_least_of, share_of_all, or an "
           "amount without earned");
  };
  ForEach<Limit>(book_, [&](const Provision& provision, const Limit& limit) {
    Mentions mentions;
    mentions.Add(limit.at_most);
    check(provision, mentions);
  });
  ForEach<Requirement>(book_, [&](const Provision& provision, const Requirement& requirement) {
    Mentions mentions;
    for (const Part& part : requirement.count) mentions.Add(part.at_most);
    check(provision, mentions);
  });
  ForEach<Carry>(book_, [&](const Provision& provision, const Carry& carry) {
    Mentions mentions;
    mentions.Add(carry.at_most);
    check(provision, mentions);
  });
}

void ReferenceCheck::CheckMonotone() {
  constexpr char kWanted[] = ", or not_monotone: \"why the law wants it\"";
  const auto check = [&](const Provision& provision, bool flagged, absl::string_view text) {
    if (flagged && provision.not_monotone.empty()) Report(provision, absl::StrCat(text, kWanted));
  };
  ForEach<Requirement>(book_, [&](const Provision& provision, const Requirement& requirement) {
    Mentions mentions;
    mentions.Add(requirement.at_least);
    check(provision, !mentions.earned.empty(),
          "earned makes a minimum that more study can break; wanted: at_least_of");
  });
  ForEach<Adjust>(book_, [&](const Provision& provision, const Adjust& adjust) {
    Mentions mentions;
    mentions.Add(adjust.to);
    check(provision, !mentions.earned.empty(),
          "earned makes a minimum that more study can break; wanted: at_least_of");
  });
  ForEach<Keep>(book_, [&](const Provision& provision, const Keep& keep) {
    check(provision, keep.fixed,
          "a fixed order can cut what a minimum needs; wanted: the order without fixed");
  });
}

// No less than any value the amount can have; nothing where it is out of bounds.
std::optional<Ratio> ReferenceCheck::MostOf(const Amount& amount) const {
  Ratio most = amount.value.value_or(Ratio());
  std::vector<const Amount*> parts;
  if (const auto found = forms_.find(amount.at_least_of); found != forms_.end()) {
    for (const Requirement* form : found->second) parts.push_back(&form->at_least);
  }
  for (const Case& option : amount.cases) parts.push_back(&option.amount);
  for (const auto* list : {&amount.greatest, &amount.least, &amount.sum}) {
    for (const Amount& part : *list) parts.push_back(&part);
  }
  for (const Amount* part : parts) {
    const std::optional<Ratio> value = MostOf(*part);
    if (!value) return std::nullopt;
    most = amount.sum.empty() ? std::max(most, *value) : most + *value;
  }
  std::optional<Ratio> value = most.Times(amount.times);
  if (value && amount.scale) {
    const Scale& scale = *amount.scale;
    value = value->Times(Ratio::Of(scale.at_most > 0 ? scale.at_most : kWindowsMax, scale.per));
  }
  if (!value || *value > Ratio::Of(kThresholdMax) || value->denominator() > kFinenessMax) {
    return std::nullopt;
  }
  return value;
}

void ReferenceCheck::CheckSizes() {
  const auto check = [&](const Provision& provision, const Amount& amount) {
    if (MostOf(amount)) return;
    Report(provision, absl::StrCat("an amount is too large or too fine; wanted: at most ",
                                   kThresholdMax, ", denominators up to ", kFinenessMax));
  };
  const auto check_any = [&](const Provision& provision, const std::optional<Amount>& amount) {
    if (amount) check(provision, *amount);
  };
  ForEach<Requirement>(book_, [&](const Provision& provision, const Requirement& requirement) {
    check(provision, requirement.at_least);
    for (const Part& part : requirement.count) check_any(provision, part.at_most);
    if (requirement.windows_met) check_any(provision, requirement.windows_met->last);
  });
  ForEach<Limit>(book_, [&](const Provision& p, const Limit& limit) { check(p, limit.at_most); });
  ForEach<Adjust>(book_,
                  [&](const Provision& p, const Adjust& adjust) { check_any(p, adjust.to); });
  ForEach<Carry>(book_,
                 [&](const Provision& p, const Carry& carry) { check_any(p, carry.at_most); });
}

void ReferenceCheck::Run() {
  CollectRequirements();
  CollectAdjustments();
  CheckNames();
  const std::size_t wrong = diagnostics_.size();
  CheckCycles();
  CheckCeilings();
  CheckMonotone();
  if (diagnostics_.size() == wrong) CheckSizes();
}

}  // namespace

void CheckReferences(const Book& book, const Places& places, Diagnostics& diagnostics) {
  ReferenceCheck(book, places, diagnostics).Run();
}

}  // namespace xuefen::rules
