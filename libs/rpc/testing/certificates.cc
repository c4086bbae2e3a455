#include "libs/rpc/testing/certificates.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace xuefen::rpc::testing {

void Shell(const std::string& command) {
  if (std::system(command.c_str()) == 0) return;
  std::fprintf(stderr, "failed: %s\n", command.c_str());
  std::abort();
}

Certificates::Certificates() { Run("init"); }

void Certificates::Run(const std::string& arguments) const {
  Shell(absl::StrCat(XUEFEN_SOURCE_DIR, "/deploy/certificates ", directory(), " ", arguments));
}

std::string Certificates::Server(const std::string& service) const {
  Run(absl::StrCat("server ", service));
  return absl::StrCat(directory(), "/servers/", service);
}

std::string Certificates::Actor(const std::string& name, const std::string& uri) const {
  Run(absl::StrCat("actor ", name, " ", uri));
  return absl::StrCat(directory(), "/actors/", name);
}

const Certificates& SharedCertificates() {
  static const Certificates certificates;
  return certificates;
}

}  // namespace xuefen::rpc::testing
