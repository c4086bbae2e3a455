#include "libs/roster/days.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "libs/text/normalise.h"

namespace xuefen::roster {
namespace {

constexpr std::int32_t kLastSerial = 2'958'465;  // 9999-12-31 in the usual epoch
constexpr std::int32_t kSerialOf29February1900 = 60;

// Reads a text from the left. A method that returns nothing or false may have read a part.
class Scanner {
 public:
  explicit Scanner(absl::string_view text) : rest_(text) {}

  bool AtEnd() {
    SkipSpaces();
    return rest_.empty();
  }

  std::optional<Day> ReadDay() {
    const std::string digits = ReadDigits();
    if (digits.size() == 8) {
      return Made(digits.substr(0, 4), digits.substr(4, 2), digits.substr(6));
    }
    if (digits.size() != 4 || !ReadSeparator()) return std::nullopt;
    const std::string month = ReadDigits();
    if (!Consume(MonthSeparator())) return std::nullopt;
    return Made(digits, month, ReadDayOfMonth());
  }

  // The rest of a day of which `first` gave the beginning: "7月3日", "7-3", "3日" or "3".
  std::optional<Day> ReadLaterDay(Day first) {
    const std::string year = std::to_string(first.year());
    const std::string number = ReadDigits();
    if (!separator_.empty() && Consume(MonthSeparator())) {
      return Made(year, number, ReadDayOfMonth());
    }
    ReadDayMark();
    return Made(year, std::to_string(first.month()), number);
  }

  // "(周一)", "星期一"; whether it is that day's is not looked at.
  void SkipWeekday() {
    const absl::string_view before = rest_;
    const bool in_brackets = Consume("(");
    if ((Consume("星期") || Consume("周")) &&
        ConsumeAny({"一", "二", "三", "四", "五", "六", "日", "天"}) &&
        (!in_brackets || Consume(")"))) {
      return;
    }
    rest_ = before;
  }

  // "09:00", "0:00:00", "T00:00:00.000"; true too when there is none.
  bool SkipTime() {
    SkipSpaces();
    const bool marked = Consume("T") || Consume("t");
    if (!marked && (rest_.empty() || !IsDigit(rest_[0]))) return true;
    if (ReadDigits().size() > 2) return false;
    int parts = 0;
    while (Consume(":")) {
      if (ReadDigits().size() != 2 || ++parts > 2) return false;
    }
    if (parts == 2 && Consume(".")) ReadDigits();
    return parts > 0;
  }

  bool ReadJoint() {
    constexpr absl::string_view kJoints[] = {"至", "到", "~", "〜", "-", "‐", "–", "—", "―", "−"};
    bool any = false;
    for (bool more = true; more;) {
      more = false;
      for (const absl::string_view joint : kJoints) more = more || Consume(joint);
      any = any || more;
    }
    return any;
  }

 private:
  static bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

  static std::optional<Day> Made(const std::string& year, const std::string& month,
                                 const std::string& day) {
    if (month.size() > 2 || day.size() > 2) return std::nullopt;
    int y = 0;
    int m = 0;
    int d = 0;
    if (!absl::SimpleAtoi(year, &y) || !absl::SimpleAtoi(month, &m) || !absl::SimpleAtoi(day, &d)) {
      return std::nullopt;
    }
    return MakeDay(y, m, d);
  }

  void SkipSpaces() { rest_ = absl::StripLeadingAsciiWhitespace(rest_); }

  bool Consume(absl::string_view token) {
    SkipSpaces();
    return absl::ConsumePrefix(&rest_, token);
  }

  bool ConsumeAny(std::initializer_list<absl::string_view> tokens) {
    return std::any_of(tokens.begin(), tokens.end(),
                       [this](absl::string_view token) { return Consume(token); });
  }

  std::string ReadDigits() {
    SkipSpaces();
    std::size_t size = 0;
    while (size < rest_.size() && IsDigit(rest_[size])) ++size;
    const std::string digits(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return digits;
  }

  // What stands after the year, and by it between the other parts.
  bool ReadSeparator() {
    for (const absl::string_view separator : {"-", "/", ".", "年"}) {
      if (!Consume(separator)) continue;
      separator_ = separator;
      return true;
    }
    return false;
  }

  absl::string_view MonthSeparator() const { return separator_ == "年" ? "月" : separator_; }

  std::string ReadDayOfMonth() {
    std::string day = ReadDigits();
    ReadDayMark();
    return day;
  }

  void ReadDayMark() {
    if (separator_ == "年" && !Consume("日")) Consume("号");
    SkipWeekday();
  }

  absl::string_view rest_;
  absl::string_view separator_;
};

}  // namespace

std::optional<Day> DayFromText(absl::string_view text) {
  const std::string normal = text::NormaliseText(std::string(text));
  Scanner scanner(normal);
  const std::optional<Day> day = scanner.ReadDay();
  return day.has_value() && scanner.SkipTime() && scanner.AtEnd() ? day : std::nullopt;
}

std::optional<Days> DaysFromText(absl::string_view text) {
  const std::string normal = text::NormaliseText(std::string(text));
  Scanner scanner(normal);
  const std::optional<Day> first = scanner.ReadDay();
  if (!first.has_value() || !scanner.SkipTime()) return std::nullopt;
  if (scanner.AtEnd()) return Days{*first, *first};
  if (!scanner.ReadJoint()) return std::nullopt;

  Scanner full = scanner;
  std::optional<Day> last = full.ReadDay();
  if (last.has_value() && full.SkipTime() && full.AtEnd()) return Days{*first, *last};
  last = scanner.ReadLaterDay(*first);
  return last.has_value() && scanner.AtEnd() ? std::optional<Days>(Days{*first, *last})
                                             : std::nullopt;
}

std::optional<Day> DayFromSerial(std::int32_t serial, bool epoch_1904) {
  if (serial < 1 || serial > kLastSerial) return std::nullopt;
  if (epoch_1904) {
    const Day day = Day(1904, 1, 1) + serial;
    return day.year() <= 9999 ? std::optional<Day>(day) : std::nullopt;
  }
  if (serial == kSerialOf29February1900) return std::nullopt;
  return (serial < kSerialOf29February1900 ? Day(1899, 12, 31) : Day(1899, 12, 30)) + serial;
}

}  // namespace xuefen::roster
