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

enum class At { kRecordDays, kWindowStart, kWindowEnd, kWindowSomeDay, kWindowEveryDay };

struct When {
  std::vector<std::vector<std::string>> tags;  // one list for each family; of each, one must hold
  std::vector<std::string> status;
  std::vector<std::string> no_status;
  At at = At::kRecordDays;  // read only beside a status
  std::vector<std::string> same;
  std::vector<std::string> evidence;
  std::vector<std::string> purpose;
  std::vector<When> all;
  std::vector<When> any;
  std::vector<When> none;

  // Whether it asks for tags and nothing else.
  bool TagsAlone() const {
    return status.empty() && no_status.empty() && same.empty() && evidence.empty() &&
           purpose.empty() && all.empty() && any.empty() && none.empty();
  }
  friend bool operator==(const When&, const When&) = default;
};

struct AmountExpression {
  std::optional<Ratio> value;
  std::string at_least_of;
  std::vector<AmountExpression> greatest;
  Ratio times = Ratio::Of(1);
};

enum class Crossing { kRefuse, kByDay, kLastDay };
struct Window {
  int from_month = 1;
  int from_day = 1;
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
  std::optional<Ratio> at_most;
  std::string not_above;
};
struct Measure {
  std::vector<Row> rows;
};

struct Once {
  When where;
  std::vector<std::string> key;
  std::string window;  // empty: records of different windows repeat each other too
};

enum class Grain { kItem, kDay, kWindow };
enum class AsOf { kWindowEnd, kWindowStart };
struct Limit {
  When where;
  Grain grain = Grain::kItem;
  std::string window;  // with Grain::kWindow
  Ratio at_most;
  AsOf as_of = AsOf::kWindowEnd;
  bool keep_recognised = false;
};

struct Keep {
  std::vector<When> first;
};

struct Requirement {
  std::string window;
  When applies;
  std::vector<When> count;  // disjoint; empty: everything
  AmountExpression at_least;
  bool generally = false;
  AsOf as_of = AsOf::kWindowEnd;
};

struct Repeal {};
struct Text {};

using Body = std::variant<Text, Repeal, Window, Gate, Measure, Once, Limit, Keep, Requirement>;

struct RuleSet;

struct Provision {
  const RuleSet* set = nullptr;
  std::string topic;
  std::string id;
  Citation citation;
  Period valid;
  Period governs;
  bool dated = true;  // false where the loader could not read the periods
  Body body;
  int line = 0;  // where it stands in its file
};

struct FamilyDefault {
  std::string family;
  When when;
  std::string tag;
};

// Lets sets below, of some levels, write about a topic.
struct Opening {
  std::string topic;
  std::vector<int> to;
  Period governs;
};

// Names that a set may use: its own and those of the sets above.
struct Names {
  struct Family {
    std::vector<std::string> tags;  // "kind.training"
    bool many = false;
  };
  std::map<std::string, Family> families;
  std::vector<std::string> statuses;
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
