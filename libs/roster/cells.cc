#include "libs/roster/cells.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "libs/roster/decimal.h"
#include "libs/text/normalise.h"

namespace xuefen::roster {
namespace {

using sheet::Cell;
using sheet::CellKind;

constexpr std::size_t kKeptDigits = 15;
constexpr std::size_t kSerialDigits = 5;

bool IsNumber(const Cell& cell) { return cell.kind != CellKind::kText; }

bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

std::optional<Day> SerialDay(absl::string_view digits, bool epoch_1904) {
  std::int32_t serial = 0;
  if (!absl::SimpleAtoi(digits, &serial)) return std::nullopt;
  return DayFromSerial(serial, epoch_1904);
}

// Hours may end in zeros that say nothing: 16.000.
absl::string_view WithoutTrailingZeros(absl::string_view decimal) {
  const std::size_t point = decimal.find('.');
  if (point == absl::string_view::npos || point + 1 == decimal.size()) return decimal;
  while (absl::ConsumeSuffix(&decimal, "0")) {
  }
  absl::ConsumeSuffix(&decimal, ".");
  return decimal;
}

absl::string_view WithoutUnit(absl::string_view text) {
  for (const absl::string_view unit : {"学时", "课时", "小时", "hours", "hour", "hrs", "h"}) {
    if (absl::ConsumeSuffix(&text, unit)) break;
  }
  absl::ConsumeSuffix(&text, "个");
  return text;
}

}  // namespace

bool IsBlank(const Cell& cell) { return text::NormaliseText(cell.text).empty(); }

std::optional<Day> DayFromCell(const Cell& cell, bool epoch_1904) {
  if (cell.kind == CellKind::kDate) {
    const std::string shown = ShownDecimal(cell.text).value_or("");
    return SerialDay(shown.substr(0, shown.find('.')), epoch_1904);
  }
  const std::string text =
      IsNumber(cell) ? ShownDecimal(cell.text).value_or("") : text::NormaliseText(cell.text);
  if (AllDigits(text) && text.size() == kSerialDigits) return SerialDay(text, epoch_1904);
  return DayFromText(text);
}

std::optional<Days> DaysFromCell(const Cell& cell, bool epoch_1904) {
  const std::optional<Day> day = DayFromCell(cell, epoch_1904);
  if (day.has_value()) return Days{*day, *day};
  return IsNumber(cell) ? std::nullopt : DaysFromText(cell.text);
}

std::optional<Hours> HoursFromCell(const Cell& cell) {
  if (IsNumber(cell)) return ParseHours(ShownDecimal(cell.text).value_or(""));
  const std::string text = absl::AsciiStrToLower(text::NormaliseCompact(cell.text));
  return ParseHours(WithoutTrailingZeros(WithoutUnit(text)));
}

Code CodeFromCell(const Cell& cell) {
  if (!IsNumber(cell)) return {cell.text, false};
  const std::optional<std::string> shown = ShownDecimal(cell.text);
  if (!shown.has_value()) return {cell.text, false};
  const std::size_t whole_digits = std::min(shown->find('.'), shown->size());
  return {*shown, whole_digits > kKeptDigits};
}

}  // namespace xuefen::roster
