#pragma once

// The law as the engine reads it: rule sets after parsing and checking. Internal to libs/rules.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/rules/determination.h"
#include "libs/rules/facts.h"
#include "libs/rules/ratio.h"

namespace xuefen::rules {

enum class At {
  kNone,  // not stated
  kRecordDays,
  kWindowStart,
  kWindowEnd,
  kWindowSomeDay,
  kWindowEveryDay,
  kAskedDay
};

// A number of the record, the person or the window. `name` is the quantity, event, status or
// evidence it is about.
struct Num {
  enum class Of {
    kQuantity,
    kYearsSince,
    kCalendarYearsSince,
    kMonthsSince,
    kDaysSince,
    kMonthDayOf,
    kMonthsWith,
    kDaysWith,
    kLongestDaysWith,
    kLongestMonthsWith,
    kDaysUntilEvidence,
    kCycle,
    kWindowMonths,
  };
  Of of = Of::kCycle;
  std::string name;
  At at = At::kNone;
  bool full_months = false;
  std::int64_t mod = 0;
  std::optional<std::int64_t> at_least, above, at_most, below, equal;

  friend bool operator==(const Num&, const Num&) = default;
};

struct When {
  std::vector<std::vector<std::string>> tags;  // one list for each family; of each, one must hold
  std::vector<std::string> status;
  std::vector<std::string> no_status;
  At at = At::kNone;  // read only beside a status
  std::vector<std::string> same;
  std::vector<std::string> evidence;
  std::vector<Num> nums;
  std::vector<std::string> purpose;
  std::vector<std::string> target;
  std::vector<When> all;
  std::vector<When> any;
  std::vector<When> none;

  // Whether it asks for tags and nothing else.
  bool TagsAlone() const {
    return status.empty() && no_status.empty() && same.empty() && evidence.empty() &&
           nums.empty() && purpose.empty() && target.empty() && all.empty() && any.empty() &&
           none.empty();
  }
  friend bool operator==(const When&, const When&) = default;
};

struct Round {
  enum class Mode { kDown, kUp, kHalfUp };
  Mode mode = Mode::kDown;
  Ratio step = Ratio::Of(1);
  Ratio first;

  Ratio Apply(Ratio amount) const;
};

struct Scale {
  Num by;
  std::int64_t per = 1;
  std::int64_t at_most = 0;  // 0: no bound
};

struct Case;
struct Amount {
  // One of them gives the amount.
  std::optional<Ratio> value;
  std::string at_least_of;
  std::string earned;
  std::vector<Case> cases;
  std::vector<Amount> greatest, least, sum;

  Ratio times = Ratio::Of(1);
  std::optional<Scale> scale;
  std::optional<Round> round;
};
struct Case {
  When when;
  Amount amount;
};

enum class Crossing { kRefuse, kByDay, kLastDay };
enum class Align { kExact, kMonthStart, kAfterMonthEnd, kYearStart, kAfterYearEnd };
struct Shift {
  When when;
  int months = 0;
};
struct Window {
  enum class Kind { kCalendar, kEvent, kStatus, kEver, kLast };
  Kind kind = Kind::kCalendar;
  int months = 12;
  int from_month = 1;
  int from_day = 1;
  std::optional<int> anchor_year;  // of the first window, with kCalendar
  std::string name;  // the event, the status, or the window of which these are the last
  bool renewed =
      false;  // with kStatus: a stretch ends where the next begins; `months` divides each
  Align align = Align::kExact;
  std::vector<int> leading_months;
  int last = 1;
  std::vector<Shift> shifts;
  Crossing crossing = Crossing::kRefuse;
};

struct Gate {
  When where;
  When needs;
  std::vector<std::string> steps;
  std::string reason;
  std::string hint;
};

struct Term {
  std::string quantity;  // empty: "item"
  Ratio times = Ratio::Of(1);
};
struct Row {
  When when;
  std::vector<Term> terms;
  std::optional<Round> round;
  std::optional<Ratio> at_most;
  std::string not_above;
};
struct Measure {
  std::string unit;
  std::vector<Row> rows;
  std::vector<Row> bonus;
};

struct Once {
  When where;
  std::vector<std::string> key;
  std::string window;  // empty: records of different windows repeat each other too
};

struct Spread {
  When where;
  int over = 1;
  int months = 12;
  bool repeat = false;
};

enum class Grain { kItem, kDay, kKey, kWindow };
enum class AsOf { kWindowEnd, kWindowStart, kSplit };
struct Limit {
  When where;
  std::string unit;
  Grain grain = Grain::kItem;
  std::vector<std::string> key;  // with Grain::kKey
  std::string window;            // with Grain::kWindow; with Grain::kKey it may be empty
  Amount at_most;
  std::optional<Ratio> share_of_all;
  AsOf as_of = AsOf::kWindowEnd;
  bool keep_recognised = false;
};

struct Keep {
  std::vector<When> first;
  bool fixed = false;
};

struct Part {
  When where;
  std::optional<Amount> at_most;
};
enum class Exempt { kNotCounted, kCounted, kPassedOver };
struct Met {
  std::vector<std::string> requirements;
  std::optional<Amount> last;
  int skip = 0;
  Exempt exempt = Exempt::kNotCounted;
};
struct Requirement {
  std::string window;
  When applies;
  std::string unit;
  std::vector<Part> count;  // empty: everything
  std::optional<Met> windows_met;
  Amount at_least;
  bool generally = false;
  AsOf as_of = AsOf::kWindowEnd;
  std::string consequence;
};

struct Separate {
  std::vector<std::string> requirements;
};

struct Adjust {
  std::vector<std::string> requirements;  // empty: all
  std::vector<std::string> except;
  When when;
  bool waive = false;
  std::optional<Amount> to;
  Ratio times = Ratio::Of(1);
  std::optional<Scale> scale;
  std::optional<Round> round;

  bool Names(const std::string& requirement) const;
};

struct Carry {
  std::string window;
  std::string unit;
  When where;
  When applies;
  std::optional<Amount> at_most;
  int windows = 1;
  Ratio times = Ratio::Of(1);
  std::optional<Round> round;
};

struct MakeUp {
  std::string window;
  std::string requirement;
  When where;
  int within_months = 0;
};

struct Repeal {};
struct Text {};

using Body = std::variant<Text, Repeal, Window, Gate, Measure, Once, Spread, Limit, Keep,
                          Requirement, Separate, Adjust, Carry, MakeUp>;

struct RuleSet;

struct Provision {
  const RuleSet* set = nullptr;
  std::string topic;
  std::string id;
  Citation citation;
  Period valid;
  Period governs;
  bool dated = true;              // false where the loader could not read the periods
  std::optional<Day> supersedes;  // the first valid day of the version it displaces
  std::string not_monotone;
  Body body;
  int line = 0;  // where it stands in its file
};

struct FamilyDefault {
  std::string family;
  When when;
  std::string tag;
};

// Lets sets below, of some levels, write about a topic.
struct Prefer {
  When when;
  int level = 0;  // 0: the larger amount
};
struct Opening {
  std::string topic;
  std::vector<int> to;
  Period valid;
  Period governs;
  std::vector<Prefer> prefer;
};

// Names that a set may use: its own and those of the sets above.
struct Names {
  struct Family {
    std::vector<std::string> tags;  // "kind.training"
    bool many = false;
  };
  std::map<std::string, Family> families;
  std::vector<std::string> statuses;
  std::vector<std::string> events;
  std::vector<std::string> evidences;
  std::vector<std::string> quantities;
  std::vector<std::string> attributes;
  std::vector<std::string> units;
};

struct RuleSet {
  std::string id;
  std::string version;
  std::string title;
  std::string path;  // of its file
  int level = 0;     // the number of the Level in the grammar
  int depth = 0;     // how many sets are above it; the deeper, the more specific
  const RuleSet* above = nullptr;
  std::vector<std::string> scope;
  std::vector<std::string> purpose;  // empty: answers every question
  Names names;
  std::vector<FamilyDefault> defaults;  // its own
  std::vector<Opening> openings;        // its own
  std::vector<std::unique_ptr<Provision>> provisions;
  Sha256Digest content_hash{};
  int examples = 0;
};

// All provisions of one topic and id: versions, of which at most one decides for a person on a day.
struct Slot {
  std::string topic;
  std::string id;
  std::vector<const Provision*> versions;

  // Whether some version has a body of type T.
  template <typename T>
  bool Holds() const {
    for (const Provision* version : versions) {
      if (std::holds_alternative<T>(version->body)) return true;
    }
    return false;
  }
};

// The sets that decide together.
struct Book {
  std::vector<std::shared_ptr<const RuleSet>> sets;  // in order of their ids
  std::vector<Slot> slots;                           // in order of topic and id
};

// Gathers the slots of `sets`.
Book MakeBook(std::vector<std::shared_ptr<const RuleSet>> sets);

}  // namespace xuefen::rules
