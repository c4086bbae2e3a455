#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace xuefen::cli {

// The directory in which deploy/run keeps a suite, as far as the client looks into it.
class DataDirectory {
 public:
  explicit DataDirectory(std::string path) : path_(std::move(path)) {}

  // Where deploy/run keeps the suite of the tree that this program was built in: build/data, next
  // to build/<preset>/bin.
  static std::string OfTree();

  // Where a service listens, from run/endpoints.json, which is there while the suite runs.
  // FAILED_PRECONDITION when it does not run, or not with that service.
  absl::StatusOr<std::string> AddressOf(absl::string_view service) const;

  // The directory of a caller's certificate. INVALID_ARGUMENT, with the names there are, when there
  // is none of that name.
  absl::StatusOr<std::string> CertificateOf(const std::string& actor) const;

  // Where freshness tokens are kept.
  std::string tokens() const;

 private:
  std::vector<std::string> Actors() const;

  const std::string path_;
};

}  // namespace xuefen::cli
