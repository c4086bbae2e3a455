#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "tests/rules/cases.h"

namespace xuefen::rules {

// What the policy and the invented city say, written by hand and settled by maximum flow over
// records and days: slow, plain, and without a line of the engine's code. In hundredths.
struct NaiveAnswer {
  std::int64_t total = 0;
  std::int64_t professional = 0;
  std::map<std::string, std::int64_t> credited;  // by record
};

NaiveAnswer AnswerNaively(const Trial& asked);

}  // namespace xuefen::rules
