#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/civil.h"

namespace xuefen::divisions {

// 行政区划: a province, city or county as it was called during one period.
struct Division {
  std::string code;  // six digits of GB/T 2260, "370102"
  std::string name;  // "历下区"
  Period period;
};

// Which divisions existed on which day, and what lay within what.
//
// A day is only as exact as the source: most periods begin on a 1 January and end on a 31 December,
// because the source lists year-ends; shandong.tsv says which are known to the day. Codes are used
// again over time, so every question names a day. Immutable; safe to share between threads.
class Table {
 public:
  // From the text of a table in the form of shandong.tsv. INVALID_ARGUMENT names the line that is
  // malformed, out of order, or overlaps the line before it.
  static absl::StatusOr<Table> Parse(absl::string_view tsv);

  // The division of that code on that day, or null. Lives as long as the table.
  const Division* Find(absl::string_view code, Day day) const;

  // Whether the code named a division on any day.
  bool EverExisted(absl::string_view code) const { return by_code_.contains(code); }

  // Before this day the table knows nothing.
  Day first_day() const { return first_day_; }

  // The division right above: the city of a county, the province of a city. The province itself has
  // none. Counties that belonged to no city have the province. Null when `code` did not exist.
  const Division* Parent(absl::string_view code, Day day) const;

  // Full codes from the province down to `code`: {"370000", "370100", "370102"}. Empty when `code`
  // did not exist on that day.
  std::vector<std::string> Path(absl::string_view code, Day day) const;

  // Whether `inner` is `outer` or lay within it on that day. False when either did not exist.
  bool IsWithin(absl::string_view inner, absl::string_view outer, Day day) const;

  // All that existed on that day, ascending by code.
  std::vector<const Division*> ExistingOn(Day day) const;

 private:
  struct Span {
    std::size_t begin;
    std::size_t end;
  };

  std::vector<Division> divisions_;  // ascending by code and day
  absl::flat_hash_map<std::string, Span> by_code_;
  Day first_day_;
};

// The table of Shandong that the library carries, 1980 to now.
const Table& Shandong();

}  // namespace xuefen::divisions
