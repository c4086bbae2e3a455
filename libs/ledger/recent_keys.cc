#include "libs/ledger/recent_keys.h"

#include <array>
#include <cstring>

namespace xuefen::ledger {
namespace {

constexpr int kKeysMax = 1 << 20;
constexpr std::uint32_t kBits = 16 * kKeysMax;
constexpr std::uint32_t kBitsOfWord = 64;

// Of each bit that stands for a key, the number.
using Places = std::array<std::uint32_t, 8>;

// Short keys are parts of hashes: two halves of one make as many more as are wanted.
Places PlacesOf(const RecentKeys::Key& key) {
  std::array<std::uint64_t, 2> halves;
  static_assert(sizeof(halves) == sizeof(key.second));
  std::memcpy(halves.data(), key.second.data(), sizeof(halves));
  Places places;
  for (std::uint32_t& place : places) {
    const auto hash = static_cast<std::uint32_t>(halves[0] >> 32);
    place = (hash ^ static_cast<std::uint32_t>(key.first)) % kBits;
    halves[0] += halves[1];
  }
  return places;
}

bool HasAll(const std::vector<std::uint64_t>& bits, const Places& places) {
  for (const std::uint32_t place : places) {
    if ((bits[place / kBitsOfWord] >> (place % kBitsOfWord) & 1) == 0) return false;
  }
  return true;
}

}  // namespace

RecentKeys::RecentKeys() : young_(kBits / kBitsOfWord), old_(kBits / kBitsOfWord) {}

void RecentKeys::Add(const Key& key) {
  if (young_keys_ == kKeysMax) {
    young_.swap(old_);
    young_.assign(young_.size(), 0);
    young_keys_ = 0;
  }
  ++young_keys_;
  for (const std::uint32_t place : PlacesOf(key)) {
    young_[place / kBitsOfWord] |= std::uint64_t{1} << (place % kBitsOfWord);
  }
}

bool RecentKeys::MayHave(const Key& key) const {
  const Places places = PlacesOf(key);
  return HasAll(young_, places) || HasAll(old_, places);
}

}  // namespace xuefen::ledger
