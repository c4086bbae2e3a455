#include "libs/rules/divide.h"

#include <algorithm>

#include "libs/rules/calendar.h"

namespace xuefen::rules {
namespace {

int ShiftFor(const Law& law, const Item& item, const Window& window) {
  for (const Shift& shift : window.shifts) {
    if (Holds(shift.when, GroundOf(law, item))) return shift.months;
  }
  return 0;
}

// The piece's part for some days of its span.
Piece PartOf(const Piece& piece, const DayRange& span) {
  Piece part = piece;
  part.span = span;
  part.measured = ShareByDay(piece.measured, piece.span, span);
  part.amount = ShareByDay(piece.amount, piece.span, span);
  const std::optional<DayRange> days = Common(piece.days, span);
  part.days = days.value_or(span);
  if (!days) part.amount = 0;
  return part;
}

// Cuts the pieces at the edges of one kind of window, day by day in equal parts.
std::vector<Piece> ByDay(const std::vector<Piece>& pieces, const Windows& partition, int shift) {
  std::vector<Piece> parts;
  for (const Piece& piece : pieces) {
    for (Day day = piece.span.first; day <= piece.span.last;) {
      const std::optional<WindowAt> window = partition.At(day, shift);
      const Day last = window ? window->days.last : partition.GapEnd(day, shift);
      const DayRange span{day, std::min(last, piece.span.last)};
      parts.push_back(span == piece.span ? piece : PartOf(piece, span));
      day = span.last + 1;
    }
  }
  return parts;
}

// Keeps of each piece the days that lie in the window of the record's last day.
void ByLastDay(std::vector<Piece>& pieces, const Windows& partition, int shift) {
  for (Piece& piece : pieces) {
    const std::optional<WindowAt> window = partition.At(piece.end, shift);
    const auto days = window ? Common(piece.days, window->days) : std::nullopt;
    if (!days) piece.amount = 0;
    if (days) piece.days = *days;
  }
}

// The part of that number when `amount` is divided into `parts` equal ones, the remainder to the
// first.
std::int64_t EqualPart(std::int64_t amount, int part, int parts) {
  return amount / parts + (part < amount % parts ? 1 : 0);
}

class Division {
 public:
  Division(const Law& law, Item& item) : law_(law), item_(item) {}
  void Run();

 private:
  // Whether the divided pieces stand; false where the record was refused.
  bool AtEdgesOf(const WindowKind& kind, int shift);

  const Law& law_;
  Item& item_;
};

bool Division::AtEdgesOf(const WindowKind& kind, int shift) {
  const bool crosses =
      std::any_of(item_.pieces.begin(), item_.pieces.end(), [&](const Piece& piece) {
        const auto first = kind.partition.At(piece.span.first, shift);
        const auto last = kind.partition.At(piece.span.last, shift);
        if (!first && !last)
          return kind.partition.GapEnd(piece.span.first, shift) < piece.span.last;
        return !first || !last || first->index != last->index;
      });
  if (!crosses) return true;
  switch (kind.window->crossing) {
    case Crossing::kByDay: item_.pieces = ByDay(item_.pieces, kind.partition, shift); return true;
    case Crossing::kLastDay: ByLastDay(item_.pieces, kind.partition, shift); return true;
    case Crossing::kRefuse: break;
  }
  item_.result.reason = kBreakdownNeeded;
  AddStep(law_, item_, Step::kWindow, &kind.by->citation, item_.Measured(), 0, kBreakdownNeeded);
  item_.pieces.clear();
  return false;
}

void Division::Run() {
  const std::vector<WindowKind>& kinds = law_.windows();
  std::vector<int> shifts(kinds.size(), 0);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i].base != i) continue;
    shifts[i] = ShiftFor(law_, item_, *kinds[i].window);
    if (!AtEdgesOf(kinds[i], shifts[i])) return;
  }
  for (Piece& piece : item_.pieces) {
    piece.homes.resize(kinds.size());
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const WindowKind& base = kinds[kinds[i].base];
      const bool by_last = base.window->crossing == Crossing::kLastDay;
      const auto home =
          base.partition.At(by_last ? piece.end : piece.days.first, shifts[kinds[i].base]);
      if (home) piece.homes[i] = home->index;
    }
  }
}

}  // namespace

std::int64_t ShareByDay(std::int64_t amount, const DayRange& span, const DayRange& days) {
  const std::int64_t length = LengthOf(span);
  const std::int64_t from = days.first - span.first;
  const std::int64_t count = LengthOf(days);
  return amount / length * count + std::clamp<std::int64_t>(amount % length - from, 0, count);
}

void SpreadOut(const Law& law, Item& item) {
  if (item.era == nullptr || item.Amount() == 0) return;
  for (const Provision* by : item.era->spreads) {
    const Spread& spread = std::get<Spread>(by->body);
    if (!Holds(spread.where, GroundOf(law, item))) continue;
    const std::int64_t before = item.Amount();
    std::vector<Piece> parts;
    for (int part = 0; part < spread.over; ++part) {
      for (Piece piece : item.pieces) {
        for (Day* day : {&piece.days.first, &piece.days.last, &piece.span.first, &piece.span.last,
                         &piece.end}) {
          *day = AddMonths(*day, std::int64_t{part} * spread.months);
        }
        if (!spread.repeat) {
          piece.measured = EqualPart(piece.measured, part, spread.over);
          piece.amount = EqualPart(piece.amount, part, spread.over);
        }
        parts.push_back(std::move(piece));
      }
    }
    item.pieces = std::move(parts);
    AddStep(law, item, Step::kSpread, &by->citation, before, item.Amount());
    return;
  }
}

void Divide(const Law& law, Item& item) { Division(law, item).Run(); }

bool CountsIn(const Law& law, const Piece& piece, std::size_t kind, const WindowAt& window) {
  if (kind >= piece.homes.size() || kind >= law.windows().size() || !piece.homes[kind])
    return false;
  return window.from <= *piece.homes[kind] && *piece.homes[kind] <= window.index;
}

}  // namespace xuefen::rules
