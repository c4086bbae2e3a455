#include "libs/rules/population.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <tuple>

#include "libs/rules/records.h"

namespace xuefen::rules {
namespace {

constexpr std::int64_t kDayMax = std::numeric_limits<std::uint16_t>::max();
constexpr std::int64_t kExtraDaysMax = std::numeric_limits<std::uint8_t>::max();
constexpr ShapeCode kNoShape = std::numeric_limits<ShapeCode>::max();

// The different values of each attribute in the person's statuses, ascending.
std::map<std::string, std::set<std::string>> ValuesOf(const PersonContext& person) {
  std::map<std::string, std::set<std::string>> values;
  for (const Status& status : person.statuses) {
    for (const auto& [name, value] : status.attributes) values[name].insert(value);
  }
  return values;
}

// A value by its place among those of the statuses; all others are alike.
std::string PlaceOf(const std::map<std::string, std::set<std::string>>& values,
                    const std::string& name, const std::string& value) {
  const auto known = values.find(name);
  if (known == values.end()) return "";
  const auto found = known->second.find(value);
  if (found == known->second.end()) return "";
  return std::to_string(std::distance(known->second.begin(), found));
}

PersonContext Anonymous(const PersonContext& person) {
  const auto values = ValuesOf(person);
  PersonContext anonymous = person;
  anonymous.reference.clear();
  for (Status& status : anonymous.statuses) {
    for (auto& [name, value] : status.attributes) value = PlaceOf(values, name, value);
  }
  SortStatuses(anonymous);
  return anonymous;
}

Population::Shape ShapeFor(const PersonContext& person, const Record& record,
                           const std::vector<const Record*>& others) {
  Population::Shape shape;
  shape.record = record;
  Record& alike = shape.record;
  alike.id.clear();
  alike.version = 0;
  std::sort(alike.tags.begin(), alike.tags.end());
  for (auto& [name, day] : alike.evidence) day = day <= record.first ? kFirstDay : kEndOfDays;
  alike.first = alike.last = Day();
  const auto hours = alike.quantity_centi.find(kDailyQuantity);
  shape.has_hours = hours != alike.quantity_centi.end();
  if (shape.has_hours) hours->second = 1;
  const auto values = ValuesOf(person);
  for (auto& attribute : alike.attributes) {
    shape.shared[attribute.first] =
        std::any_of(others.begin(), others.end(), [&](const Record* other) {
          const auto found = other->attributes.find(attribute.first);
          return other->id != record.id && found != other->attributes.end() &&
                 found->second == attribute.second;
        });
    attribute.second = PlaceOf(values, attribute.first, attribute.second);
  }
  return shape;
}

void Put(absl::string_view text, std::string& key) {
  key += std::to_string(text.size());
  key += ':';
  key.append(text.data(), text.size());
}

std::string KeyOf(const Population::Shape& shape) {
  std::string key;
  for (const std::string& tag : shape.record.tags) Put(tag, key);
  key += '|';
  for (const auto& [name, centi] : shape.record.quantity_centi) {
    Put(name, key);
    key += std::to_string(centi) + ';';
  }
  key += '|';
  for (const auto& [name, day] : shape.record.evidence) {
    Put(name, key);
    key += day == kFirstDay ? '+' : '-';
  }
  key += '|';
  for (const auto& [name, value] : shape.record.attributes) {
    Put(name, key);
    Put(value, key);
    key += shape.shared.at(name) ? '+' : '-';
  }
  return key;
}

std::optional<FactRow> RowOf(const Record& record) {
  const auto found = record.quantity_centi.find(kDailyQuantity);
  const std::int64_t centi = found == record.quantity_centi.end() ? 0 : found->second;
  const bool fits = record.days.empty() && Day(1970, 1, 1) <= record.first &&
                    record.first <= record.last && record.last - record.first <= kExtraDaysMax &&
                    record.last - Day(1970, 1, 1) <= kDayMax && 0 <= centi &&
                    centi <= Population::kCentiMax;
  if (!fits) return std::nullopt;
  return FactRow{DayNumber(record.first), DayNumber(record.last), 0,
                 static_cast<std::int32_t>(centi)};
}

}  // namespace

void SortStatuses(PersonContext& person) {
  std::sort(person.statuses.begin(), person.statuses.end(), [](const Status& a, const Status& b) {
    const auto key = [](const Status& s) {
      return std::tuple(absl::string_view(s.name), s.period.from, s.period.to.value_or(kEndOfDays));
    };
    return key(a) != key(b) ? key(a) < key(b) : a.attributes < b.attributes;
  });
}

std::string KeyOf(const PersonContext& person) {
  std::string key;
  for (const Status& status : person.statuses) {
    Put(status.name, key);
    Put(FormatDay(status.period.from), key);
    Put(status.period.to ? FormatDay(*status.period.to) : "", key);
    for (const auto& [name, value] : status.attributes) {
      Put(name, key);
      Put(value, key);
    }
    key += '|';
  }
  key += '|';
  for (const Waiver& waiver : person.waivers) {
    for (const std::string& text :
         {waiver.requirement, waiver.by, waiver.reason, FormatDay(waiver.day)}) {
      Put(text, key);
    }
  }
  key += '|';
  for (const auto& [name, day] : person.events) {
    Put(name, key);
    Put(FormatDay(day), key);
  }
  return key;
}

void Population::Reserve(std::size_t people, std::size_t rows) {
  contexts_.reserve(people);
  begins_.reserve(people + 1);
  days_.reserve(rows);
  extra_days_.reserve(rows);
  shapes_.reserve(rows);
  centi_.reserve(rows);
}

ContextCode Population::CodeOf(const PersonContext& person) {
  PersonContext anonymous = Anonymous(person);
  const auto [found, added] = context_codes_.try_emplace(
      KeyOf(anonymous), static_cast<ContextCode>(known_contexts_.size()));
  if (added) known_contexts_.push_back({std::move(anonymous), 0, {}});
  return found->second;
}

ShapeCode Population::ShapeOf(const PersonContext& person, const Record& record,
                              const std::vector<const Record*>& others) {
  Shape shape = ShapeFor(person, record, others);
  std::string key = KeyOf(shape);
  if (const auto found = shape_codes_.find(key); found != shape_codes_.end()) return found->second;
  if (known_shapes_.size() == kNoShape) return kNoShape;
  const auto code = static_cast<ShapeCode>(known_shapes_.size());
  shape_codes_.emplace(std::move(key), code);
  known_shapes_.push_back(std::move(shape));
  return code;
}

bool Population::AddRows(const PersonContext& person, ContextCode context,
                         const std::vector<Record>& records) {
  const std::vector<const Record*> standing = RecordsThatStand(records);
  std::vector<FactRow> rows;
  for (const Record* record : standing) {
    std::optional<FactRow> row = RowOf(*record);
    if (!row) return false;
    row->shape = ShapeOf(person, *record, standing);
    if (row->shape == kNoShape) return false;
    rows.push_back(*row);
  }
  Add(context, rows);
  return true;
}

void Population::Add(const PersonContext& person, const std::vector<Record>& records) {
  if (AddRows(person, CodeOf(person), records)) return;
  contexts_.push_back(kIrregular);
  begins_.push_back(rows());
}

void Population::Add(ContextCode context, std::vector<FactRow>& rows) {
  std::sort(rows.begin(), rows.end(), [](const FactRow& a, const FactRow& b) {
    return a.first != b.first ? a.first < b.first : a.last < b.last;
  });
  Context& known = known_contexts_[context];
  known.people += 1;
  known.shapes.resize(known_shapes_.size());
  for (const FactRow& row : rows) {
    days_.push_back(static_cast<std::uint16_t>(row.first));
    extra_days_.push_back(static_cast<std::uint8_t>(row.last - row.first));
    shapes_.push_back(row.shape);
    centi_.push_back(row.centi);
    known.shapes[row.shape] = true;
  }
  contexts_.push_back(context);
  begins_.push_back(this->rows());
}

}  // namespace xuefen::rules
