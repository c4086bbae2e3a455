#include "services/credit/storage/arrays.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace xuefen::credit {

std::string ArrayOf(const std::vector<Id>& ids) {
  return absl::StrCat(
      "{", absl::StrJoin(ids, ",", [](std::string* out, const Id& id) { *out += id.Hex(); }), "}");
}

std::string ArrayOf(const std::vector<std::string>& texts) {
  const auto quote = [](std::string* out, const std::string& text) {
    absl::StrAppend(out, "\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
  };
  return absl::StrCat("{", absl::StrJoin(texts, ",", quote), "}");
}

}  // namespace xuefen::credit
