#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace xuefen::rules {

// Where a value of a JSON document begins, and the values inside it. Lines and columns from 1.
struct JsonPlace {
  enum class Kind { kObject, kText, kNull, kOther };

  Kind kind = Kind::kNull;
  bool listed = false;  // an entry of a list
  int line = 1;
  int column = 1;
  // Of an object, by name; of a list its entries in order.
  std::map<std::string, std::vector<JsonPlace>> fields;
};

// Where a text is no JSON.
struct JsonFault {
  int line = 1;
  int column = 1;
  std::string text;  // "what is wrong; wanted: what"
};

struct JsonDocument {
  JsonPlace whole;  // as far as it was read
  std::optional<JsonFault> fault;
};

JsonDocument ReadJson(absl::string_view text);

}  // namespace xuefen::rules
