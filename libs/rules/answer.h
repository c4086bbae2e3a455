#pragma once

#include "libs/rules/determination.h"
#include "libs/rules/facts.h"
#include "libs/rules/remaining.h"
#include "xuefen/rules/v1/answer.pb.h"

namespace xuefen::rules {

// The determination as a message.
v1::Answer ToAnswer(const Question& question, const Determination& determination);

// What is still to be done, as a message; to be called where something is.
v1::RemainingAnswer ToAnswer(const Remaining& remaining);

}  // namespace xuefen::rules
