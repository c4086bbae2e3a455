#pragma once

#include "libs/rules/determination.h"
#include "libs/rules/facts.h"
#include "xuefen/rules/v1/answer.pb.h"

namespace xuefen::rules {

// The determination as a message.
v1::Answer ToAnswer(const Question& question, const Determination& determination);

}  // namespace xuefen::rules
