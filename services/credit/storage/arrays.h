#pragma once

#include <string>
#include <vector>

#include "libs/base/ids.h"

// Array parameters in PostgreSQL's text form, which libpqxx 6 does not know.
namespace xuefen::credit {

// uuid[]
std::string ArrayOf(const std::vector<Id>& ids);

// text[]
std::string ArrayOf(const std::vector<std::string>& texts);

}  // namespace xuefen::credit
