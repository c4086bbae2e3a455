#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace xuefen::tokens {

// How far a service's ledger had come when it answered. A later read that names it sees at least
// that.
struct Freshness {
  std::string service;                    // whose ledger: "registry"
  std::map<int, std::int64_t> positions;  // bucket -> sequence number; absent is 0

  friend bool operator==(const Freshness&, const Freshness&) = default;
};

// As fresh as both. INVALID_ARGUMENT, FRESHNESS_TOKEN_INVALID, when they are of different services.
absl::StatusOr<Freshness> Merge(const Freshness& a, const Freshness& b);

// Whether somebody who has come as far as `reached` has seen all of `wanted`.
bool Covers(const std::map<int, std::int64_t>& reached, const std::map<int, std::int64_t>& wanted);

// Bytes inside a token. Positions of 0 are left out.
std::string EncodeFreshness(const Freshness& freshness);
std::optional<Freshness> DecodeFreshness(absl::string_view bytes);

}  // namespace xuefen::tokens
