#include "libs/rules/program.h"

#include <algorithm>
#include <set>
#include <utility>

#include "libs/rules/calendar.h"

namespace xuefen::rules {
namespace {

mpq_class Number(std::int64_t value) { return mpq_class(mpz_class(static_cast<long>(value))); }

// The first days of stretches inside which nothing that pools say changes, and the day after the
// last.
std::vector<Day> EdgesOf(const Problem& problem) {
  std::set<Day> edges;
  const auto add = [&](const DayRange& days) { edges.insert({days.first, days.last + 1}); };
  for (const DayPool& pool : problem.pools) {
    for (const Capacity& capacity : pool.capacities) add(capacity.days);
    for (const DayPool::Member& member : pool.members) {
      add(problem.shares[member.share].days);
      for (const DayRange& days : member.under) add(days);
    }
  }
  return {edges.begin(), edges.end()};
}

bool Covers(const Stretches& stretches, Day day) {
  return std::any_of(stretches.begin(), stretches.end(),
                     [&](const DayRange& days) { return days.Contains(day); });
}

}  // namespace

Program::Program(const Problem& problem) : problem_(problem), kept_(problem.shares.size()) {
  AddShares(problem);
  AddCeilings(problem);
  for (std::size_t i = 0; i < problem.shares.size(); ++i) {
    if (problem.shares[i].gone)
      gone_.insert(gone_.end(), kept_[i].terms.begin(), kept_[i].terms.end());
  }
}

// A share that no ceiling holds is kept whole. One in a pool has a variable for each stretch of
// days.
void Program::AddShares(const Problem& problem) {
  std::vector<char> contested(problem.shares.size(), 0);
  std::vector<char> pooled(problem.shares.size(), 0);
  for (const Ceiling& ceiling : problem.ceilings) {
    for (const std::size_t share : ceiling.members) contested[share] = 1;
  }
  for (const DayPool& pool : problem.pools) {
    for (const DayPool::Member& member : pool.members) pooled[member.share] = 1;
  }
  for (std::size_t i = 0; i < problem.shares.size(); ++i) {
    const mpq_class amount = Number(problem.shares[i].amount);
    if (pooled[i] != 0) continue;
    if (contested[i] == 0) {
      kept_[i].constant = amount;
    } else {
      kept_[i].terms.emplace_back(linear_.AddVariable(amount), 1);
    }
  }
  AddPools(problem);
}

void Program::AddPools(const Problem& problem) {
  const std::vector<Day> edges = EdgesOf(problem);
  std::map<std::pair<std::size_t, Day>, std::size_t> placed;  // variable, by share and stretch
  for (const DayPool& pool : problem.pools) {
    for (const DayPool::Member& member : pool.members) {
      if (!kept_[member.share].terms.empty()) continue;
      const Share& share = problem.shares[member.share];
      for (const Day edge : edges) {
        if (!share.days.Contains(edge)) continue;
        const std::size_t variable = linear_.AddVariable(Number(share.amount));
        placed[{member.share, edge}] = variable;
        kept_[member.share].terms.emplace_back(variable, 1);
      }
      linear_.AddRow(kept_[member.share].terms, Number(share.amount));
    }
  }
  for (const DayPool& pool : problem.pools) {
    for (const Capacity& capacity : pool.capacities) {
      for (std::size_t e = 0; e + 1 < edges.size(); ++e) {
        if (!capacity.days.Contains(edges[e])) continue;
        Terms row;
        for (const DayPool::Member& member : pool.members) {
          if (Covers(member.under, edges[e]))
            row.emplace_back(placed.at({member.share, edges[e]}), 1);
        }
        if (!row.empty())
          linear_.AddRow(row, Number(capacity.cap) * Number(edges[e + 1] - edges[e]));
      }
    }
  }
}

void Program::AddCeilings(const Problem& problem) {
  for (const Ceiling& ceiling : problem.ceilings) {
    Sum sum = KeptOf(ceiling.members);
    if (!ceiling.share_of_all) {
      linear_.AddRow(sum.terms, Number(ceiling.cap) - sum.constant);
      continue;
    }
    // x(S) <= p/q x(all), times q.
    const Sum all = KeptOf(ceiling.all);
    const mpq_class share(Number(ceiling.share_of_all->numerator()) /
                          Number(ceiling.share_of_all->denominator()));
    for (const auto& [variable, multiple] : all.terms)
      sum.terms.emplace_back(variable, -share * multiple);
    linear_.AddRow(sum.terms, share * all.constant - sum.constant);
  }
}

Program::Sum Program::KeptOf(const std::vector<std::size_t>& shares) const {
  Sum sum;
  for (const std::size_t share : shares) {
    sum.terms.insert(sum.terms.end(), kept_[share].terms.begin(), kept_[share].terms.end());
    sum.constant += kept_[share].constant;
  }
  return sum;
}

std::vector<Program::Sum> Program::Count(const std::vector<const Meter*>& meters,
                                         const std::map<std::size_t, std::size_t>& leaving) {
  // Shares that count in the same places are interchangeable.
  std::vector<std::vector<std::size_t>> places(problem_.shares.size());
  std::vector<std::pair<std::size_t, const Meter::Counted*>> parts;  // meter and part
  for (std::size_t m = 0; m < meters.size(); ++m) {
    for (const Meter::Counted& part : meters[m]->parts) {
      for (const std::size_t share : part.shares) places[share].push_back(parts.size());
      parts.emplace_back(m, &part);
    }
  }
  std::map<std::vector<std::size_t>, std::vector<std::size_t>> alike;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!places[i].empty()) alike[places[i]].push_back(i);
  }
  std::vector<Sum> counted(meters.size());
  std::vector<Terms> through(parts.size());
  for (const auto& [where, shares] : alike) {
    const Sum kept = KeptOf(shares);
    mpq_class most = 0;
    for (const std::size_t share : shares) most += Number(problem_.shares[share].amount);
    Terms row;
    for (const std::size_t part : where) {
      const std::size_t variable = linear_.AddVariable(most);
      row.emplace_back(variable, 1);
      through[part].emplace_back(variable, 1);
      counted[parts[part].first].terms.emplace_back(variable, 1);
    }
    for (const auto& [variable, multiple] : kept.terms) row.emplace_back(variable, -multiple);
    for (const std::size_t share : shares) {
      const auto leaves = leaving.find(share);
      if (leaves != leaving.end()) row.emplace_back(leaves->second, 1);
    }
    linear_.AddRow(row, kept.constant);
  }
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const std::optional<std::int64_t>& cap = parts[part].second->at_most;
    if (cap) linear_.AddRow(through[part], Number(*cap));
  }
  return counted;
}

std::size_t Program::AtMost(const Sum& sum, const mpq_class& bound) {
  if (sum.terms.empty()) return linear_.AddVariable(std::min(bound, sum.constant));
  const std::size_t variable = linear_.AddVariable(bound);
  Terms row{{variable, 1}};
  for (const auto& [term, multiple] : sum.terms) row.emplace_back(term, -multiple);
  linear_.AddRow(row, sum.constant);
  return variable;
}

mpq_class Program::Maximise(const Sum& sum) {
  if (!gone_.empty()) linear_.Maximise(std::exchange(gone_, {}));
  return linear_.Maximise(sum.terms) + sum.constant;
}

mpq_class Program::ValueOf(const Sum& sum) const {
  mpq_class value = sum.constant;
  for (const auto& [variable, multiple] : sum.terms) value += multiple * linear_.Value(variable);
  return value;
}

mpq_class ToUnits(Ratio amount, std::int64_t grid) {
  return Number(amount.numerator()) * Number(grid) / Number(amount.denominator());
}

Ratio ToRatio(const mpq_class& units, std::int64_t grid) {
  const mpq_class amount = units / Number(grid);
  if (amount.get_num().fits_slong_p() && amount.get_den() <= (1L << 40)) {
    return Ratio::Of(amount.get_num().get_si(), amount.get_den().get_si());
  }
  const mpz_class down = units.get_num() / units.get_den();
  return Ratio::Of(down.get_si(), grid);
}

}  // namespace xuefen::rules
