#include "libs/rules/linear_program.h"

namespace xuefen::rules {

std::size_t LinearProgram::AddVariable(const mpq_class& at_most) {
  variables_.push_back({at_most, true, false, false, -1});
  return variables_.size() - 1;
}

void LinearProgram::AddRow(const std::vector<Term>& terms, const mpq_class& at_most) {
  added_.push_back(terms);
  values_.push_back(at_most);
}

void LinearProgram::Begin() {
  if (begun_) return;
  begun_ = true;
  const std::size_t columns = variables_.size() + added_.size();
  for (std::size_t i = 0; i < added_.size(); ++i) {
    std::vector<mpq_class>& row = rows_.emplace_back(columns);
    for (const auto& [variable, multiple] : added_[i]) row[variable] += multiple;
    row[variables_.size()] = 1;
    basic_.push_back(variables_.size());
    variables_.push_back({0, false, false, false, static_cast<int>(i)});
  }
}

std::vector<mpq_class> LinearProgram::ReducedCosts(const std::vector<Term>& objective) const {
  std::vector<mpq_class> costs(variables_.size());
  for (const auto& [variable, multiple] : objective) costs[variable] += multiple;
  for (const auto& [variable, multiple] : objective) {
    if (variables_[variable].row < 0) continue;
    const std::vector<mpq_class>& row = rows_[static_cast<std::size_t>(variables_[variable].row)];
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (sgn(row[j]) != 0) costs[j] -= multiple * row[j];
    }
  }
  return costs;
}

std::size_t LinearProgram::Entering(const std::vector<mpq_class>& costs) const {
  for (std::size_t j = 0; j < variables_.size(); ++j) {
    const Variable& variable = variables_[j];
    if (variable.row >= 0 || variable.fixed) continue;
    if (variable.at_bound ? sgn(costs[j]) < 0 : sgn(costs[j]) > 0) return j;
  }
  return variables_.size();
}

LinearProgram::Stop LinearProgram::FindStop(std::size_t entering, int direction) const {
  Stop stop;
  if (variables_[entering].bounded) {
    stop = {variables_[entering].at_most, -1, !variables_[entering].at_bound, true};
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const int sign = sgn(rows_[i][entering]) * direction;
    const Variable& basic = variables_[basic_[i]];
    if (sign == 0 || (sign < 0 && !basic.bounded)) continue;
    const mpq_class room = sign > 0 ? values_[i] : mpq_class(basic.at_most - values_[i]);
    const mpq_class step = room / abs(rows_[i][entering]);
    const bool earlier = stop.row >= 0 && basic_[i] < basic_[static_cast<std::size_t>(stop.row)];
    if (stop.found && (step > stop.step || (step == stop.step && !earlier))) continue;
    stop = {step, static_cast<int>(i), sign < 0, true};
  }
  return stop;
}

void LinearProgram::Pivot(std::size_t row, std::size_t column) {
  std::vector<mpq_class>& pivot = rows_[row];
  const mpq_class inverse = 1 / pivot[column];
  std::vector<std::size_t> filled;
  for (std::size_t j = 0; j < pivot.size(); ++j) {
    if (sgn(pivot[j]) == 0) continue;
    pivot[j] *= inverse;
    filled.push_back(j);
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const mpq_class factor = rows_[i][column];
    if (i == row || sgn(factor) == 0) continue;
    for (const std::size_t j : filled) rows_[i][j] -= factor * pivot[j];
  }
}

void LinearProgram::Move(std::size_t entering, int direction, const Stop& stop) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (sgn(rows_[i][entering]) != 0) values_[i] -= direction * stop.step * rows_[i][entering];
  }
  Variable& variable = variables_[entering];
  if (stop.row < 0) {
    variable.at_bound = stop.at_bound;
    return;
  }
  const auto row = static_cast<std::size_t>(stop.row);
  Variable& leaving = variables_[basic_[row]];
  leaving.row = -1;
  leaving.at_bound = stop.at_bound;
  const mpq_class from = variable.at_bound ? variable.at_most : mpq_class(0);
  values_[row] = from + direction * stop.step;
  variable.row = stop.row;
  basic_[row] = entering;
  Pivot(row, entering);
}

mpq_class LinearProgram::Maximise(const std::vector<Term>& objective) {
  Begin();
  if (objective.size() == 1 && sgn(objective.front().second) > 0) {
    // Nothing to look for where one variable is as large as it can be, or may not move.
    Variable& only = variables_[objective.front().first];
    if (only.row < 0 && (only.fixed || only.at_bound)) {
      only.fixed = true;
      return objective.front().second * Value(objective.front().first);
    }
  }
  std::vector<mpq_class> costs = ReducedCosts(objective);
  for (std::size_t entering = Entering(costs); entering < variables_.size();
       entering = Entering(costs)) {
    const int direction = variables_[entering].at_bound ? -1 : 1;
    const Stop stop = FindStop(entering, direction);
    if (!stop.found) break;  // not reached: whatever an objective names is bounded
    Move(entering, direction, stop);
    costs = ReducedCosts(objective);
  }
  // Where a variable that is not basic has a cost, moving it would lower this objective.
  for (std::size_t j = 0; j < variables_.size(); ++j) {
    if (variables_[j].row < 0 && sgn(costs[j]) != 0) variables_[j].fixed = true;
  }
  mpq_class sum = 0;
  for (const auto& [variable, multiple] : objective) sum += multiple * Value(variable);
  return sum;
}

mpq_class LinearProgram::Value(std::size_t variable) const {
  const Variable& asked = variables_[variable];
  if (asked.row >= 0) return values_[static_cast<std::size_t>(asked.row)];
  return asked.at_bound ? asked.at_most : mpq_class(0);
}

}  // namespace xuefen::rules
