#pragma once

#include <grpcpp/security/auth_context.h>

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace xuefen::rpc {

// Certificates that are refused although the authority signed them: lost, stolen, withdrawn. Known
// by serial number, so that a new certificate of the same actor is welcome.
//
// The file has one serial in hexadecimal a line, as `openssl x509 -noout -serial` tells it (with or
// without "serial="); lines that are empty or begin with '#' do not count. A changed file holds
// within two seconds, also for connections and streams that are open. A file that can no longer be
// read changes nothing and is an error in the log. Thread-safe.
class DeniedCertificates {
 public:
  // FAILED_PRECONDITION when the file cannot be read. An empty path: nobody is denied.
  static absl::StatusOr<std::unique_ptr<DeniedCertificates>> Open(const std::string& path);

  // NOT_AUTHENTICATED for a peer whose certificate is denied.
  absl::Status Check(const grpc::AuthContext& peer);

 private:
  explicit DeniedCertificates(std::string path) : path_(std::move(path)) {}

  absl::Status Load() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void LoadIfDue() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  const std::string& SerialOf(absl::string_view pem) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  absl::Mutex mutex_;
  absl::Time loaded_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_set<std::string> denied_ ABSL_GUARDED_BY(mutex_);
  // Serials of the certificates seen lately: reading one costs more than all other checks.
  absl::flat_hash_map<std::string, std::string> serials_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace xuefen::rpc
