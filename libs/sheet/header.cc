#include "libs/sheet/header.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "libs/base/refusal.h"
#include "libs/text/normalise.h"

namespace xuefen::sheet {
namespace {

constexpr std::size_t kRowsToSearch = 100;
// A row that names fewer wanted columns is no header with columns missing, but something else.
constexpr std::size_t kSimilarMin = 3;
constexpr std::size_t kTitleBytesMax = 256;

struct Match {
  std::size_t place;
  std::size_t rank;  // index of the title in the column's list
  bool twice;        // another cell has the same title
};

// A row as a header: which wanted columns it names.
struct Candidate {
  std::size_t sheet = 0;
  std::size_t row = 0;
  std::vector<std::optional<Match>> matches;

  std::size_t Named() const {
    return static_cast<std::size_t>(std::count_if(
        matches.begin(), matches.end(), [](const auto& match) { return match.has_value(); }));
  }
};

std::string WithoutBrackets(absl::string_view text) {
  // After NFKC; full-width round and square brackets are half-width by then.
  constexpr std::pair<absl::string_view, absl::string_view> kBrackets[] = {
      {"(", ")"}, {"[", "]"}, {"【", "】"}, {"〔", "〕"}};
  std::string result(text);
  for (const auto& [open, close] : kBrackets) {
    std::size_t begin = result.find(open.data(), 0, open.size());
    while (begin != std::string::npos) {
      const std::size_t end = result.find(close.data(), begin, close.size());
      if (end == std::string::npos) break;
      result.erase(begin, end + close.size() - begin);
      begin = result.find(open.data(), begin, open.size());
    }
  }
  return result;
}

void Consider(const Column& column, absl::string_view title, std::size_t place,
              std::optional<Match>& match) {
  const auto found = std::find(column.titles.begin(), column.titles.end(), title);
  if (found == column.titles.end()) return;
  const auto rank = static_cast<std::size_t>(found - column.titles.begin());
  if (match.has_value() && match->rank == rank) {
    match->twice = true;
  } else if (!match.has_value() || rank < match->rank) {
    match = Match{place, rank, false};
  }
}

Candidate Judge(std::size_t sheet, std::size_t row_index, const Row& row,
                absl::Span<const Column> columns) {
  Candidate candidate{sheet, row_index, {}};
  candidate.matches.resize(columns.size());
  for (std::size_t place = 0; place < row.cells.size(); ++place) {
    if (row.cells[place].text.size() > kTitleBytesMax) continue;
    const std::string title = NormaliseTitle(row.cells[place].text);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      Consider(columns[i], title, place, candidate.matches[i]);
    }
  }
  return candidate;
}

std::vector<std::size_t> MissingIn(const Candidate& candidate, absl::Span<const Column> columns) {
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].required || candidate.matches[i].has_value()) continue;
    const auto substitute = std::find_if(columns.begin(), columns.end(), [&](const Column& other) {
      return !columns[i].substitute.empty() && other.key == columns[i].substitute;
    });
    const bool replaced =
        substitute != columns.end() && candidate.matches[substitute - columns.begin()].has_value();
    if (!replaced) missing.push_back(i);
  }
  return missing;
}

absl::Status MissingColumns(const std::vector<std::size_t>& missing, const Row& row,
                            absl::Span<const Column> columns) {
  std::vector<std::string> found;
  for (const Cell& cell : row.cells) {
    if (cell.text.empty() || cell.text.size() > kTitleBytesMax) continue;
    found.push_back(text::NormaliseText(cell.text));
  }
  std::vector<FieldViolation> violations;
  for (const std::size_t i : missing) {
    violations.push_back(
        {std::string(columns[i].key),
         absl::StrCat("no column, want one of: ", absl::StrJoin(columns[i].titles, ", "), "; line ",
                      row.line, " has: ", absl::StrJoin(found, ", "))});
  }
  return InvalidFields(violations);
}

absl::Status NoHeader(absl::Span<const Column> columns) {
  std::vector<absl::string_view> wanted;
  for (const Column& column : columns) {
    if (column.required) wanted.push_back(column.titles.front());
  }
  return InvalidFields({{"header", absl::StrCat("no row resembles one, want columns such as: ",
                                                absl::StrJoin(wanted, ", "))}});
}

absl::StatusOr<Header> Accept(const Candidate& candidate, absl::Span<const Column> columns) {
  Header header{candidate.sheet, candidate.row, {}};
  std::vector<FieldViolation> twice;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::optional<Match>& match = candidate.matches[i];
    header.places.push_back(match.has_value() ? std::optional<std::size_t>(match->place)
                                              : std::nullopt);
    if (match.has_value() && match->twice) {
      twice.push_back({std::string(columns[i].key),
                       absl::StrCat("two columns are called ", columns[i].titles[match->rank])});
    }
  }
  if (!twice.empty()) return InvalidFields(twice);
  return header;
}

}  // namespace

const Cell& Header::At(const Row& row, std::size_t column) const {
  static const Cell* const empty = new Cell;
  return places[column].has_value() ? row.At(*places[column]) : *empty;
}

std::string NormaliseTitle(absl::string_view written) {
  std::string title =
      WithoutBrackets(absl::AsciiStrToLower(text::NormaliseCompact(std::string(written))));
  title.erase(
      std::remove_if(title.begin(), title.end(), [](char c) { return c == '_' || c == '*'; }),
      title.end());
  return std::string(absl::StripSuffix(title, ":"));
}

absl::StatusOr<Header> FindHeader(const std::vector<Sheet>& sheets,
                                  absl::Span<const Column> columns) {
  Candidate best;
  for (std::size_t sheet = 0; sheet < sheets.size(); ++sheet) {
    const std::vector<Row>& rows = sheets[sheet].rows;
    for (std::size_t row = 0; row < std::min(rows.size(), kRowsToSearch); ++row) {
      Candidate candidate = Judge(sheet, row, rows[row], columns);
      if (candidate.Named() == 0) continue;
      if (MissingIn(candidate, columns).empty()) return Accept(candidate, columns);
      if (candidate.Named() > best.Named()) best = std::move(candidate);
    }
  }
  if (best.Named() < kSimilarMin) return NoHeader(columns);
  return MissingColumns(MissingIn(best, columns), sheets[best.sheet].rows[best.row], columns);
}

}  // namespace xuefen::sheet
