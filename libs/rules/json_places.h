#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace xuefen::rules {

// Where a value of a JSON document begins, and the values inside it. Lines and columns from 1.
struct JsonPlace {
  int line = 1;
  int column = 1;
  std::map<std::string, std::vector<JsonPlace>> fields;  // of an object; a list's entries in order
};

// The places of a document that a parser has accepted. Of what this reader does not know the inside
// is left out.
JsonPlace PlacesOf(absl::string_view json);

}  // namespace xuefen::rules
