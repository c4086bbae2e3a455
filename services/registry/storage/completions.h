#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/pg/transaction.h"
#include "xuefen/registry/v1/registry_service.pb.h"

namespace xuefen::registry {

// A completion of a provider and where a list goes on after it.
struct ListedCompletion {
  std::string key;  // as text
  v1::Completion completion;
};

// At most `count_max` completions of the provider of that number, in the order of their claims'
// keys, after the key `after` (empty to begin).
std::vector<ListedCompletion> ListCompletions(pg::Transaction& tx, int provider_number,
                                              absl::string_view after, int count_max);

}  // namespace xuefen::registry
