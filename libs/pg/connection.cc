#include "libs/pg/connection.h"

#include <poll.h>
#include <sys/stat.h>

#include <cstring>
#include <fstream>
#include <pqxx/except>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/refusal.h"
#include "libs/pg/failure.h"
#include "libs/pg/result.h"

namespace xuefen::pg {
namespace {

// Something to read on an idle session is the end of it: a farewell of the server, or just its end.
bool HasInput(int socket) {
  pollfd watched = {.fd = socket, .events = POLLIN, .revents = 0};
  return poll(&watched, 1, 0) != 0;
}

}  // namespace

ConnectOnce::handle ConnectOnce::do_startconnect(handle existing) {
  if (existing != nullptr) return existing;
  if (used_) throw pqxx::broken_connection("a lost connection is not made anew");
  used_ = true;
  raw_ = pqxx::connect_direct::do_startconnect(nullptr);
  return raw_;
}

// Every way to end or reset a connection comes through here. Without one left, libpqxx cannot reset
// it and has to ask for a new one, above.
ConnectOnce::handle ConnectOnce::do_dropconnect(handle existing) noexcept {
  PQfinish(existing);
  raw_ = nullptr;
  return nullptr;
}

Connection::Connection(const std::string& conninfo)
    : pqxx::connection_base(policy_), policy_(conninfo) {
  init();
  PQsetNoticeReceiver(raw(), &Connection::NoteWarning, this);
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& conninfo) {
  try {
    return std::unique_ptr<Connection>(new Connection(conninfo));
  } catch (const std::exception& exception) {
    return FailureOf(exception);
  }
}

bool Connection::IsIdle() {
  return raw() != nullptr && PQstatus(raw()) == CONNECTION_OK &&
         PQtransactionStatus(raw()) == PQTRANS_IDLE && !HasInput(PQsocket(raw()));
}

absl::Status Connection::PrepareOnce(const char* name, const char* sql,
                                     const std::vector<std::uint32_t>& types) {
  if (prepared_.contains(name)) return absl::OkStatus();
  const Result result(PQprepare(raw(), name, sql, static_cast<int>(types.size()), types.data()));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return FailureOf(raw(), result.get());
  prepared_.insert(name);
  return absl::OkStatus();
}

bool Connection::TakeWarning() { return std::exchange(warned_, false); }

void Connection::NoteWarning(void* self, const PGresult* notice) {
  const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity != nullptr && std::strcmp(severity, "WARNING") == 0) {
    static_cast<Connection*>(self)->warned_ = true;
  }
}

absl::StatusOr<std::string> ReadConninfo(const std::string& path) {
  struct stat about = {};
  if (stat(path.c_str(), &about) != 0) {
    return Refusal(Reason::NOT_FOUND, absl::StrCat(path, ": want a file with a connection string"));
  }
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Refusal(Reason::STATE_CONFLICT, absl::StrCat(path, ": want mode 0600"));
  }
  std::ifstream file(path);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file || text.empty()) {
    return Refusal(Reason::STATE_CONFLICT, absl::StrCat(path, ": want a connection string"));
  }
  return std::string(absl::StripAsciiWhitespace(text));
}

}  // namespace xuefen::pg
