#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/crypto/key_ring.h"
#include "libs/tokens/freshness.h"

namespace xuefen::tokens {

// What a page token is good for. The next page of another caller, method or filter is another one.
struct PageScope {
  std::string caller;     // URI of the certificate
  std::string method;     // "/xuefen.registry.v1.RegistryService/ListCompletions"
  std::string arguments;  // hash of the other arguments
};

// Makes and reads the opaque tokens of the contracts: URL-safe base64 of authenticated, encrypted
// bytes, so that callers can neither read nor forge them. All services of a suite share the keys.
// Thread-safe. Any input is safe; input longer than kMaxTokenBytes is refused unread.
class Tokens {
 public:
  explicit Tokens(crypto::KeyRing keys) : keys_(std::move(keys)) {}

  // `last_key` is where the page ended, in the service's own encoding, at most kMaxKeyBytes.
  std::string SealPage(const PageScope& scope, absl::string_view last_key) const;
  // `last_key` again. INVALID_ARGUMENT, PAGE_TOKEN_INVALID, for anything SealPage did not make for
  // this scope.
  absl::StatusOr<std::string> OpenPage(const PageScope& scope, absl::string_view token) const;

  // At most kMaxFreshnessTokenBytes long, not bound to a caller.
  std::string SealFreshness(const Freshness& freshness) const;
  // INVALID_ARGUMENT, FRESHNESS_TOKEN_INVALID, for anything else.
  absl::StatusOr<Freshness> OpenFreshness(absl::string_view token) const;

 private:
  crypto::KeyRing keys_;
};

inline constexpr int kMaxKeyBytes = 1024;
inline constexpr int kMaxTokenBytes = 2048;
// What a field that takes a freshness token must allow (`bytes_max`).
inline constexpr int kMaxFreshnessTokenBytes = 1024;

}  // namespace xuefen::tokens
