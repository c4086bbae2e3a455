#include "libs/roster/roster.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/roster/cells.h"
#include "libs/roster/columns.h"
#include "libs/roster/completion_check.h"
#include "libs/roster/words.h"
#include "libs/sheet/header.h"
#include "libs/sheet/sheet.h"

namespace xuefen::roster {
namespace {

using sheet::Cell;
using sheet::Header;
using sheet::Row;

// Far above every limit of CheckCompletion, far below what a message may carry.
constexpr std::size_t kTextBytesMax = 1024;

std::string Shortened(std::string text) {
  if (text.size() <= kTextBytesMax) return text;
  std::size_t size = kTextBytesMax;
  // Not between the bytes of one character.
  while ((static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  text.resize(size);
  return text;
}

bool IsTitleOf(const Cell& cell, ColumnIndex column) {
  const auto& titles = Columns()[column].titles;
  return std::find(titles.begin(), titles.end(), sheet::NormaliseTitle(cell.text)) != titles.end();
}

// "90", "90人": how many rows there are, never a number by which something is known.
bool IsCount(const Cell& cell) {
  const std::string text(absl::StripSuffix(sheet::NormaliseTitle(cell.text), "人"));
  return text.size() <= 7 && text.find_first_not_of("0123456789") == std::string::npos;
}

class RowReader {
 public:
  RowReader(const Header& header, bool epoch_1904) : header_(header), epoch_1904_(epoch_1904) {}

  bool IsData(const Row& row) const { return !IsEmpty(row) && !IsHeader(row) && !IsTotal(row); }

  Completion Read(const Row& row) const {
    Completion completion;
    completion.name = Shortened(At(row, kName).text);
    completion.subject = SubjectFromWord(At(row, kSubject).text);
    completion.assessment = AssessmentFromWord(At(row, kAssessment).text);
    ReadCodes(row, completion);
    ReadDays(row, completion);
    ReadHours(row, completion);
    ReadKind(row, completion);
    Normalise(completion);
    return completion;
  }

 private:
  const Cell& At(const Row& row, ColumnIndex column) const { return header_.At(row, column); }

  bool IsEmpty(const Row& row) const {
    for (const auto& place : header_.places) {
      if (place.has_value() && !IsBlank(row.At(*place))) return false;
    }
    return true;
  }

  bool IsHeader(const Row& row) const {
    return IsTitleOf(At(row, kName), kName) && IsTitleOf(At(row, kIdentityNumber), kIdentityNumber);
  }

  bool IsTotal(const Row& row) const {
    const auto first = std::find_if(row.cells.begin(), row.cells.end(),
                                    [](const Cell& cell) { return !IsBlank(cell); });
    // The word may stand in whichever column comes first; a count (90人) may stand in any.
    for (const ColumnIndex column : {kIdentityNumber, kExternalId, kActivityCode}) {
      const Cell& cell = At(row, column);
      if (!IsBlank(cell) && &cell != &*first && !IsCount(cell)) return false;
    }
    const std::string word = sheet::NormaliseTitle(first->text);
    for (const absl::string_view total :
         {"合计", "总计", "小计", "共计", "本页合计", "本页小计", "累计", "total", "subtotal"}) {
      if (absl::StartsWith(word, total)) return true;
    }
    return false;
  }

  void ReadCodes(const Row& row, Completion& completion) const {
    Code identity = CodeFromCell(At(row, kIdentityNumber));
    if (identity.lost_digits) completion.faults.push_back(Reason::IDENTITY_LOST_DIGITS);
    completion.identity_number = Shortened(std::move(identity.text));

    Code external_id = CodeFromCell(At(row, kExternalId));
    Code activity = CodeFromCell(At(row, kActivityCode));
    if (external_id.lost_digits || activity.lost_digits) {
      completion.faults.push_back(Reason::FIELD_INVALID);
    }
    completion.external_id = Shortened(std::move(external_id.text));
    completion.activity_code = Shortened(std::move(activity.text));
  }

  void ReadDays(const Row& row, Completion& completion) const {
    if (header_.places[kFirstDay].has_value() && header_.places[kLastDay].has_value()) {
      completion.first_day = DayFromCell(At(row, kFirstDay), epoch_1904_);
      completion.last_day = DayFromCell(At(row, kLastDay), epoch_1904_);
    } else if (const auto days = DaysFromCell(At(row, kDays), epoch_1904_); days.has_value()) {
      completion.first_day = days->first;
      completion.last_day = days->last;
    }
    if (!completion.first_day.has_value() || !completion.last_day.has_value()) {
      completion.faults.push_back(Reason::DAYS_UNREADABLE);
    }
  }

  void ReadHours(const Row& row, Completion& completion) const {
    const Cell& cell = At(row, kHours);
    if (IsBlank(cell)) return;
    completion.hours = HoursFromCell(cell);
    if (!completion.hours.has_value()) completion.faults.push_back(Reason::HOURS_UNREADABLE);
  }

  void ReadKind(const Row& row, Completion& completion) const {
    const Cell& cell = At(row, kKind);
    if (IsBlank(cell)) return;
    const std::optional<Kind> kind = KindFromWord(cell.text);
    completion.kind = kind.value_or(Kind::kTraining);
    if (!kind.has_value()) completion.faults.push_back(Reason::KIND_NOT_SUPPORTED);
  }

  const Header& header_;
  const bool epoch_1904_;
};

}  // namespace

absl::StatusOr<Roster> ReadRoster(absl::string_view bytes, absl::string_view file_name) {
  XUEFEN_ASSIGN_OR_RETURN(const std::vector<sheet::Sheet> sheets,
                          sheet::ReadSheets(bytes, file_name));
  XUEFEN_ASSIGN_OR_RETURN(const Header header, sheet::FindHeader(sheets, Columns()));
  const sheet::Sheet& sheet = sheets[header.sheet_index];
  const RowReader reader(header, sheet.epoch_1904);

  Roster roster{sheet.name, sheet.rows[header.row_index].line, {}};
  for (std::size_t i = header.row_index + 1; i < sheet.rows.size(); ++i) {
    const Row& row = sheet.rows[i];
    if (!reader.IsData(row)) continue;
    const int number = static_cast<int>(roster.rows.size()) + 1;
    roster.rows.push_back(RosterRow{number, row.line, reader.Read(row)});
  }
  return roster;
}

}  // namespace xuefen::roster
