#pragma once

#include <string>

#include "tests/support/temporary_directory.h"

namespace xuefen::rpc::testing {

// A certificate authority of one test program, made by deploy/certificates in a directory of its
// own that goes away with it.
class Certificates {
 public:
  Certificates();

  // The directory of a certificate, made anew. A failure ends the program: nothing could be tested.
  std::string Server(const std::string& service) const;
  std::string Actor(const std::string& name, const std::string& uri) const;

  const std::string& directory() const { return directory_.path(); }

 private:
  void Run(const std::string& arguments) const;

  const TemporaryDirectory directory_;
};

// One for the whole program.
const Certificates& SharedCertificates();

// Runs a command of the shell; a failure ends the program.
void Shell(const std::string& command);

}  // namespace xuefen::rpc::testing
