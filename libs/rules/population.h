#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "libs/rules/facts.h"

namespace xuefen::rules {

// What rules can read of a record but for its days and hours, with a number: its shape. Likewise
// what they can read of a person: its context.
using ShapeCode = std::uint16_t;
using ContextCode = std::uint32_t;

// A record in columns. Days are counted as DayNumber does.
struct FactRow {
  std::int32_t first = 0;
  std::int32_t last = 0;
  ShapeCode shape = 0;
  std::int32_t centi = 0;  // of kDailyQuantity; 0 where the shape has none
};

// The facts of many people in columns, nine bytes a record, for Batch. Names are replaced by
// numbers as people are added, so that a question has to look at each combination of tags, evidence
// and attributes once, not at each record. It knows no rules.
//
// A person whose facts do not fit the columns is kept as irregular and answered record by record:
// daily breakdowns, spans of more than 256 days, days before 1970, days or hours out of order, more
// combinations than a ShapeCode counts.
class Population {
 public:
  static constexpr ContextCode kIrregular = 0xFFFFFFFF;
  static constexpr std::int32_t kCentiMax = 1 << 20;

  void Reserve(std::size_t people, std::size_t rows);

  // Adds a person: the n-th that is added is number n, from 0.
  void Add(const PersonContext& person, const std::vector<Record>& records);

  // The same in two steps, for callers that have columns already. The shape of a record among
  // others of the person; rows have shapes of that context. `rows` come back in order of days.
  ContextCode CodeOf(const PersonContext& person);
  ShapeCode ShapeOf(const PersonContext& person, const Record& record,
                    const std::vector<const Record*>& others);
  void Add(ContextCode context, std::vector<FactRow>& rows);

  std::size_t people() const { return contexts_.size(); }
  std::size_t rows() const { return centi_.size(); }

  // A context and a shape as rules see them: each attribute says by a number which value of the
  // person's statuses it equals, since rules only ask whether values are equal.
  struct Context {
    PersonContext person;
    std::size_t people = 0;
    std::vector<bool> shapes;  // those that its people have
  };
  struct Shape {
    Record record;  // without days; with 1 as kDailyQuantity, if it has that
    bool has_hours = false;
    std::map<std::string, bool> shared;  // by attribute: another record of the person has its value
  };
  const std::vector<Context>& contexts() const { return known_contexts_; }
  const std::vector<Shape>& shapes() const { return known_shapes_; }

  // The columns. Rows of person n are those from begin(n) to before begin(n + 1), in order of
  // their first days; spans come behind single days that begin with them.
  ContextCode context(std::size_t person) const { return contexts_[person]; }
  std::size_t begin(std::size_t person) const { return begins_[person]; }
  const std::uint16_t* days() const { return days_.data(); }
  const std::uint8_t* extra_days() const { return extra_days_.data(); }
  const ShapeCode* shape() const { return shapes_.data(); }
  const std::int32_t* centi() const { return centi_.data(); }

 private:
  bool AddRows(const PersonContext& person, ContextCode context,
               const std::vector<Record>& records);

  std::map<std::string, ContextCode> context_codes_;
  std::map<std::string, ShapeCode> shape_codes_;
  std::vector<Context> known_contexts_;
  std::vector<Shape> known_shapes_;

  std::vector<ContextCode> contexts_;      // by person
  std::vector<std::size_t> begins_ = {0};  // by person, and the end
  std::vector<std::uint16_t> days_;        // by row
  std::vector<std::uint8_t> extra_days_;   // by row: after the first
  std::vector<ShapeCode> shapes_;          // by row
  std::vector<std::int32_t> centi_;        // by row
};

// Puts statuses in an order that does not depend on how they were given.
void SortStatuses(PersonContext& person);

// All that rules can read of a person, as text: equal for people of equal context.
std::string KeyOf(const PersonContext& person);

}  // namespace xuefen::rules
