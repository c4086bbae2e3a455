#pragma once

#include <vector>

#include "absl/status/status.h"
#include "libs/tokens/freshness.h"

namespace xuefen::accreditation {

// The name under which this service's positions travel.
inline constexpr char kServiceName[] = "accreditation";

// What became of one item of an import.
struct ItemAnswer {
  enum class Outcome { kCreated = 1, kUnchanged, kRefused };

  Outcome outcome = Outcome::kRefused;
  absl::Status why;  // of a refusal
};

// What became of all, and how far the ledger had come by then.
struct ImportAnswer {
  std::vector<ItemAnswer> items;
  tokens::Freshness freshness;
};

inline ItemAnswer Refused(absl::Status why) {
  return {.outcome = ItemAnswer::Outcome::kRefused, .why = std::move(why)};
}

}  // namespace xuefen::accreditation
