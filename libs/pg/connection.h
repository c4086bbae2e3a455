#pragma once

#include <cstdint>
#include <memory>
#include <pqxx/connection>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libpq-fe.h"

namespace xuefen::pg {

// How libpqxx obtains its connection here: once. libpqxx 6 connects anew by itself after a lost
// connection, and everything the session knew is gone without notice; this policy refuses instead.
class ConnectOnce final : public pqxx::connect_direct {
 public:
  using pqxx::connect_direct::connect_direct;

  handle do_startconnect(handle existing) override;
  handle do_dropconnect(handle existing) noexcept override;

  PGconn* raw() const { return raw_; }

 private:
  bool used_ = false;
  PGconn* raw_ = nullptr;
};

// One session with the server. Belongs to one thread at a time. Once lost it stays lost.
class Connection final : public pqxx::connection_base {
 public:
  // STORAGE_UNAVAILABLE when the server cannot be reached or does not let us in.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& conninfo);
  ~Connection() { close(); }

  // The same session for libpq: binary COPY and binary parameters, which libpqxx 6 does not have.
  PGconn* raw() const { return policy_.raw(); }

  // Whether the session is alive, idle and outside a transaction, as far as one can tell without
  // asking.
  bool IsIdle();

  // Prepares a statement under its name for binary parameters of these types, at its first use.
  absl::Status PrepareOnce(const char* name, const char* sql,
                           const std::vector<std::uint32_t>& types);

  // Whether the server sent a warning since the last call.
  bool TakeWarning();

 private:
  explicit Connection(const std::string& conninfo);
  static void NoteWarning(void* self, const PGresult* notice);

  ConnectOnce policy_;
  absl::flat_hash_set<std::string> prepared_;
  bool warned_ = false;
};

// The connection string in `path`, a file that only its owner may read.
absl::StatusOr<std::string> ReadConninfo(const std::string& path);

}  // namespace xuefen::pg
