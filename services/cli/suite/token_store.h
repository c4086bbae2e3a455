#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace xuefen::cli {

// The freshness tokens that services gave for what was last written to them, one file a service, so
// that a later command sees what an earlier one did. Tokens are opaque: of several, a reader waits
// for each. Several programs may use one store at a time.
class TokenStore {
 public:
  // More are not kept: what the oldest of them stood for was followed long ago.
  static constexpr std::size_t kTokensMax = 32;

  explicit TokenStore(std::string directory) : directory_(std::move(directory)) {}

  // The tokens of a service, oldest first; none when there are none.
  std::vector<std::string> Read(const std::string& service) const;

  // Puts `added` in the place of `replaced`, which they stand for. Tokens that came meanwhile stay.
  absl::Status Replace(const std::string& service, const std::vector<std::string>& replaced,
                       const std::vector<std::string>& added) const;

 private:
  std::string PathOf(const std::string& service) const;

  const std::string directory_;
};

}  // namespace xuefen::cli
