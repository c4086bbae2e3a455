#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "libs/ledger/claims.h"

namespace xuefen::ledger {

// A hint which event keys were claimed lately: it knows those of the last million times and at most
// twice as many, and takes a free key for a claimed one less than once in five hundred times. Two
// Bloom filters, of which the older is emptied when the younger is full; together four megabytes.
// For one thread.
class RecentKeys {
 public:
  using Key = std::pair<std::int32_t, ShortDigest>;  // source and short key

  RecentKeys();

  void Add(const Key& key);
  bool MayHave(const Key& key) const;

 private:
  using Bits = std::vector<std::uint64_t>;

  Bits young_;
  Bits old_;
  int young_keys_ = 0;
};

}  // namespace xuefen::ledger
