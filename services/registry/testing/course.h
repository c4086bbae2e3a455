#pragma once

#include "services/registry/domain/catalogue.h"

namespace xuefen::registry::testing {

// A filed course of a week, of the provider with the number 1.
inline Activity Course() {
  return {.provider_number = 1,
          .code = "SD2018-PRO-014",
          .subject = Subject::kProfessional,
          .form = Form::kClassroom,
          .first_day = Day(2018, 6, 11),
          .last_day = Day(2018, 6, 15),
          .planned = Hours::FromCenti(4000),
          .gate = Gate::kFiled,
          .gate_day = Day(2018, 6, 11),
          .authority = "authorities/370100"};
}

}  // namespace xuefen::registry::testing
