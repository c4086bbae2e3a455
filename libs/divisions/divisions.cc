#include "libs/divisions/divisions.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/divisions/shandong_tsv.h"

namespace xuefen::divisions {
namespace {

constexpr absl::string_view kHeader = "code\tname\tfrom_day\tto_day";

absl::Status BadLine(int line, absl::string_view want) {
  return Refusal(Reason::FIELD_INVALID, absl::StrCat("divisions: line ", line, ", want ", want));
}

bool IsCode(absl::string_view text) {
  return text.size() == 6 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c));
         });
}

absl::StatusOr<Division> ParseLine(absl::string_view text, int line) {
  const std::vector<absl::string_view> fields = absl::StrSplit(text, '\t');
  if (fields.size() != 4) return BadLine(line, "four fields");
  if (!IsCode(fields[0])) return BadLine(line, "a code of six digits");
  if (fields[1].empty()) return BadLine(line, "a name");
  const std::optional<Day> from = ParseDay(fields[2]);
  const std::optional<Day> to = ParseDay(fields[3]);
  if (!from.has_value()) return BadLine(line, "from_day: YYYY-MM-DD");
  if (!to.has_value() && !fields[3].empty()) return BadLine(line, "to_day: YYYY-MM-DD or nothing");
  if (to.has_value() && *to < *from) return BadLine(line, "to_day: not before from_day");
  return Division{std::string(fields[0]), std::string(fields[1]), Period{*from, to}};
}

// Whether `next` may stand right below `previous`.
bool InOrder(const Division& previous, const Division& next) {
  if (previous.code != next.code) return previous.code < next.code;
  return previous.period.to.has_value() && *previous.period.to < next.period.from;
}

bool IsProvince(absl::string_view code) { return code.substr(2) == "0000"; }
bool IsCity(absl::string_view code) { return code.substr(4) == "00"; }

}  // namespace

absl::StatusOr<Table> Table::Parse(absl::string_view tsv) {
  Table table;
  bool header_seen = false;
  int line = 0;
  for (const absl::string_view text : absl::StrSplit(tsv, '\n')) {
    ++line;
    if (text.empty() || text[0] == '#') continue;
    if (!header_seen) {
      if (text != kHeader) return BadLine(line, "the header code, name, from_day, to_day");
      header_seen = true;
      continue;
    }
    XUEFEN_ASSIGN_OR_RETURN(Division division, ParseLine(text, line));
    std::vector<Division>& all = table.divisions_;
    if (!all.empty() && !InOrder(all.back(), division)) {
      return BadLine(line, "lines ascending by code and day, without overlap");
    }
    const auto [span, added] =
        table.by_code_.try_emplace(division.code, Span{all.size(), all.size()});
    ++span->second.end;
    table.first_day_ =
        all.empty() ? division.period.from : std::min(table.first_day_, division.period.from);
    all.push_back(std::move(division));
  }
  if (table.divisions_.empty()) return BadLine(line, "at least one division");
  return table;
}

const Division* Table::Find(absl::string_view code, Day day) const {
  const auto span = by_code_.find(code);
  if (span == by_code_.end()) return nullptr;
  for (std::size_t i = span->second.begin; i < span->second.end; ++i) {
    if (divisions_[i].period.Contains(day)) return &divisions_[i];
  }
  return nullptr;
}

const Division* Table::Parent(absl::string_view code, Day day) const {
  if (Find(code, day) == nullptr || IsProvince(code)) return nullptr;
  if (!IsCity(code)) {
    const Division* const city = Find(absl::StrCat(code.substr(0, 4), "00"), day);
    if (city != nullptr) return city;
  }
  return Find(absl::StrCat(code.substr(0, 2), "0000"), day);
}

std::vector<std::string> Table::Path(absl::string_view code, Day day) const {
  std::vector<std::string> path;
  for (const Division* at = Find(code, day); at != nullptr; at = Parent(at->code, day)) {
    path.push_back(at->code);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

bool Table::IsWithin(absl::string_view inner, absl::string_view outer, Day day) const {
  const std::vector<std::string> path = Path(inner, day);
  return std::find(path.begin(), path.end(), outer) != path.end();
}

std::vector<const Division*> Table::ExistingOn(Day day) const {
  std::vector<const Division*> existing;
  for (const Division& division : divisions_) {
    if (division.period.Contains(day)) existing.push_back(&division);
  }
  return existing;
}

const Table& Shandong() {
  // A table that does not parse would fail the tests; it cannot be replaced at run time.
  static const Table* const table = new Table(*Table::Parse(kShandongTsv));
  return *table;
}

}  // namespace xuefen::divisions
