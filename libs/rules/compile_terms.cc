// Reader: names, days and numbers.

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/rules/compile.h"
#include "libs/rules/grid.h"
#include "libs/rules/names.h"

namespace xuefen::rules {
namespace {

// How many characters one has to insert, remove or replace to get from `a` to `b`.
std::size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

// "; nearest: x" if one is near enough to be meant.
std::string Nearest(absl::string_view name, const std::vector<std::string>& declared) {
  std::size_t least = 3;
  std::string nearest;
  for (const std::string& candidate : declared) {
    const std::size_t distance = Distance(name, candidate);
    if (distance >= least) continue;
    least = distance;
    nearest = absl::StrCat("; nearest: ", candidate);
  }
  return nearest;
}

std::string OneOf(const std::vector<std::string>& declared) {
  return declared.empty() ? "a declared name (there is none)"
                          : absl::StrCat("one of ", absl::StrJoin(declared, ", "));
}

}  // namespace

void Reader::CheckName(absl::string_view what, const std::string& name,
                       const std::vector<std::string>& declared, const Place& place,
                       absl::string_view field, int index) {
  if (std::find(declared.begin(), declared.end(), name) != declared.end()) return;
  if (name.empty()) {
    place.Report(diagnostics_, field, index,
                 absl::StrCat("no ", what, " is named; wanted: ", OneOf(declared)));
    return;
  }
  place.Report(diagnostics_, field, index,
               absl::StrCat(what, " \"", name, "\" is not declared; wanted: ", OneOf(declared),
                            Nearest(name, declared)));
}

void Reader::CheckTag(const std::string& tag, const Place& place, absl::string_view field,
                      int index) {
  if (tag == kCarriedTag) return;
  const auto family = names_.families.find(std::string(FamilyOf(tag)));
  if (family == names_.families.end()) {
    std::vector<std::string> families;
    for (const auto& [name, unused] : names_.families) families.push_back(name);
    place.Report(diagnostics_, field, index,
                 absl::StrCat("tag \"", tag, "\" is of no declared family; wanted: ",
                              OneOf(families), Nearest(FamilyOf(tag), families)));
    return;
  }
  const std::vector<std::string>& tags = family->second.tags;
  if (std::find(tags.begin(), tags.end(), tag) != tags.end()) return;
  std::vector<std::string> values;
  for (const std::string& known : tags) values.push_back(known.substr(family->first.size() + 1));
  place.Report(
      diagnostics_, field, index,
      absl::StrCat("tag \"", tag, "\" is not declared; wanted: a value of family ", family->first,
                   " (", absl::StrJoin(values, ", "), ")", Nearest(tag, tags)));
}

void Reader::CheckStatus(const std::string& name, const Place& place, absl::string_view field,
                         int index) {
  const auto& declared = names_.statuses;
  const bool known = std::any_of(declared.begin(), declared.end(),
                                 [&](const std::string& above) { return Covers(above, name); });
  if (known) return;
  place.Report(diagnostics_, field, index,
               absl::StrCat("status \"", name, "\" is not declared; wanted: ", OneOf(declared),
                            " or one below it", Nearest(name, declared)));
}

std::optional<Day> Reader::ReadDay(const std::string& text, const Place& place,
                                   absl::string_view field) {
  const std::optional<Day> day = ParseDay(text);
  if (text.empty()) {
    place.Report(diagnostics_, absl::StrCat(field,
                                            " is not written; wanted: a day such as "
                                            "2016-04-01"));
  } else if (!day) {
    const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
    place.Report(
        diagnostics_, field, -1,
        shaped ? absl::StrCat(text, " does not exist; wanted: a day of the calendar")
               : absl::StrCat("\"", text, "\" is not a day; wanted: a day such as 2016-04-01"));
  }
  return day;
}

Period Reader::ReadPeriod(const pb::Period& message, const Place& place) {
  Period period{kFirstDay, std::nullopt};
  if (!message.from().empty())
    period.from = ReadDay(message.from(), place, "from").value_or(kFirstDay);
  if (!message.to().empty()) period.to = ReadDay(message.to(), place, "to");
  if (period.to && *period.to < period.from) {
    place.Report(diagnostics_, "the period ends before it starts; wanted: from not after to");
    period.to = period.from;
  }
  return period;
}

std::optional<Ratio> Reader::ReadAmountText(const std::string& text, const Place& place,
                                            absl::string_view field) {
  const std::optional<Ratio> amount = ParseAmount(text);
  if (amount && *amount <= Ratio::Of(kThresholdMax) && amount->denominator() <= kFinenessMax) {
    return amount;
  }
  place.Report(diagnostics_, field, -1,
               absl::StrCat("\"", text,
                            "\" is not an amount; wanted: a number such as 90, 7.5 (at "
                            "most two decimals) or 22/7, up to ",
                            kThresholdMax));
  return std::nullopt;
}

std::optional<Ratio> Reader::ReadRatioText(const std::string& text, const Place& place,
                                           absl::string_view field) {
  const std::optional<Ratio> ratio = ParseRatio(text);
  if (ratio) return ratio;
  const bool decimal = text.find('.') != std::string::npos;
  place.Report(diagnostics_, field, -1,
               absl::StrCat("ratio \"", text,
                            decimal ? "\" is a decimal; wanted: a fraction such as 2/3"
                                    : "\" cannot be read; wanted: a fraction such as 2/3, a "
                                      "percentage such as 60% or a whole number, none below 0"));
  return std::nullopt;
}

void Reader::CheckBetween(std::int64_t value, std::int64_t least, std::int64_t most,
                          const Place& place, absl::string_view field) {
  if (least <= value && value <= most) return;
  place.Report(diagnostics_, field, -1,
               absl::StrCat(field, " is ", value, "; wanted: from ", least, " to ", most));
}

}  // namespace xuefen::rules
