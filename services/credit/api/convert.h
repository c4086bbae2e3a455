#pragma once

#include <set>

#include "libs/rules/determination.h"
#include "libs/rules/rule_book.h"
#include "services/credit/domain/facts.h"
#include "services/credit/domain/totals.h"
#include "services/credit/storage/names.h"
#include "xuefen/credit/v1/credit_service.pb.h"

// The only place that knows both the domain's values and the forms of this service's answers.
// Enumerators of the domain have the numbers of the contract. Amounts are rounded here and nowhere
// before: what is earned or left downwards, what is wanted, missing or cut upwards.
namespace xuefen::credit {

// A determination of `year` that was made of `facts` as of that day; without names and freshness
// token.
v1::Determination ToProto(const rules::Determination& determination, const PersonFacts& facts,
                          int year, Day as_of);

// The same in short, as an account shows it.
v1::AccountYear YearToProto(const rules::Determination& determination, const PersonFacts& facts,
                            int year);

v1::Totals ToProto(const Totals& totals);
Totals FromProto(const v1::Totals& proto);

v1::RuleSetSummary ToProto(const rules::RuleSetSummary& summary);

// The activities of an answer, and their names filled in where they are known.
std::set<ActivityKey> ActivitiesOf(const v1::Determination& determination);
void FillNames(const Names& names, v1::Determination& determination);

}  // namespace xuefen::credit
