#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "libs/rules/batch.h"
#include "tests/bench/database.h"
#include "tests/bench/suite.h"
#include "tests/bench/year.h"

// What D, E and F share: a year, determined by as many threads as there are cores.
namespace xuefen::bench {

inline constexpr std::size_t kThreads = 2;

using Work = std::function<void(std::size_t thread, std::size_t first, std::size_t end)>;

// Runs `work` for equal parts of so many things at once; seconds until all are done.
double InParts(std::size_t count, const Work& work);

// A session for each thread.
std::vector<Session> SessionsFor(const Suite& suite);

rules::RuleBook LawInForce();

// The answers for people of a population whose number 0 is number `offset` of the year; written to
// bench.year.
void Determine(const rules::Batch& batch, const Year& year, std::size_t offset, std::size_t first,
               std::size_t end, const std::function<void(const rules::Answers&)>& take);
void DetermineAndWrite(const rules::Batch& batch, const Year& year, std::size_t offset,
                       std::size_t first, std::size_t end, const Session& session);

std::string SpeedOf(double seconds, const Year& year);
std::string SizeOf(const Year& year);

}  // namespace xuefen::bench
