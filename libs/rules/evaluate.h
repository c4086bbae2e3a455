#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/rules/determination.h"
#include "libs/rules/facts.h"
#include "libs/rules/rule_book.h"

namespace xuefen::rules {

// Answers the question for one person. A pure function: equal arguments give equal answers, down to
// the bytes of the receipt, and the order of records is never read.
//
// Records that do not touch the window are left out of the answer. A record the rules cannot read
// is in the answer with a reason and counts nothing. At most kRecordsMax (2^20) records.
Determination Evaluate(const RuleBook& rules, const Question& question, const PersonContext& person,
                       const std::vector<Record>& records);

// The same question put of everybody who has the same statuses, waivers and events: the law is
// resolved once for all of them.
class Inquiry {
 public:
  // Whatever reference the context has is not read. The book is that of a RuleBook; only the loader
  // asks by one that is not checked whole yet.
  Inquiry(std::shared_ptr<const Book> book, Question question, PersonContext context);
  ~Inquiry();

  // The days outside of which no record without attributes can matter to an answer: those of the
  // window asked about, or all days where the law looks beyond it. Attributes could tell that a
  // record repeats one of another year.
  DayRange Reach() const;

  // What Evaluate answers for the person of that reference. One answer at a time.
  Determination Answer(const std::string& reference, const std::vector<Record>& records);

 private:
  struct Parts;
  const std::unique_ptr<Parts> parts_;
};

}  // namespace xuefen::rules
