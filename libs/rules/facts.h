#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/civil.h"

namespace xuefen::rules {

// The first day there is, where a period has no beginning, and the last.
inline const Day kFirstDay(1000, 1, 1);
inline const Day kEndOfDays(9999, 12, 31);

// Days from `first` to `last`, both included.
struct DayRange {
  Day first;
  Day last;

  bool Contains(Day day) const { return first <= day && day <= last; }
  friend bool operator==(const DayRange&, const DayRange&) = default;
};

// What was done on one day, in hundredths of the quantity `kDailyQuantity`.
struct DayPart {
  Day day;
  std::int64_t centi = 0;
};

// The quantity of which a record may state a daily breakdown.
inline constexpr char kDailyQuantity[] = "hours";

// One thing a person did. Names are those that the rule sets declare.
struct Record {
  std::string id;  // unique; of records with one id, the one of the highest version counts
  std::int64_t version = 0;
  std::vector<std::string> tags;  // "kind.training"
  Day first;
  Day last;
  std::vector<DayPart> days;                           // the daily breakdown, if it is known
  std::map<std::string, std::int64_t> quantity_centi;  // "hours" in hundredths, all below 2^31
  std::map<std::string, Day> evidence;                 // "filed", with the day it is dated
  std::map<std::string, std::string> attributes;       // "employer"
  bool voided = false;                                 // it is as if it had never been submitted
};

// A dated state of a person: where the person is administered, an archive that is kept.
struct Status {
  std::string name;  // "division.370000.370100"
  Period period{kFirstDay, std::nullopt};
  std::map<std::string, std::string> attributes;
};

// A recorded decision that excuses a person from a requirement which the law puts "generally".
struct Waiver {
  std::string requirement;
  std::string by;
  std::string reason;
  Day day;  // any day of the window it is for
};

struct PersonContext {
  std::string reference;  // opaque; appears in the receipt
  std::vector<Status> statuses;
  std::vector<Waiver> waivers;
  std::map<std::string, Day> events = {};  // "licensed", with its day
};

struct Question {
  Day on;                    // a day of the window asked about
  Day as_of;                 // provisions whose text is law only later are not considered
  std::string purpose = {};  // "annual_check"; may be empty
  std::string target = {};   // what it aims at, "title.senior"; may be empty
};

}  // namespace xuefen::rules
