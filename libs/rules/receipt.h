#pragma once

#include <string>
#include <vector>

#include "libs/base/bytes.h"
#include "libs/rules/determination.h"
#include "libs/rules/facts.h"

namespace xuefen::rules {

// Whom a determination is about: what the receipt calls the person, and the hash of the context.
struct Subject {
  std::string reference;
  Sha256Digest context_hash;
};

// Of statuses, waivers and events, in whatever order.
Sha256Digest ContextHash(const PersonContext& person);

// The canonical bytes of a determination: what it rests on (rule sets, question, context, records,
// each by a hash) and what it says (verdicts, amounts, the path of every record). `considered` are
// the records that it read, in order of their ids. docs/rules.md lists the tags.
std::string ReceiptOf(const Determination& determination, const Question& question,
                      const Subject& subject, const std::vector<const Record*>& considered);

}  // namespace xuefen::rules
