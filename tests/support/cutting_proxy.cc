#include "tests/support/cutting_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace xuefen {
namespace {

constexpr char kSocketName[] = "/.s.PGSQL.5432";
// As our transactions send it, by the simple protocol.
constexpr absl::string_view kCommit("COMMIT\0", 7);

sockaddr_un AddressOf(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) throw std::runtime_error("socket path too long");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

std::string ReadSome(int socket) {
  std::string bytes(1 << 16, '\0');
  const ssize_t size = read(socket, bytes.data(), bytes.size());
  bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return bytes;
}

bool SendAll(int socket, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

int Connect(const std::string& path) {
  const int server = socket(AF_UNIX, SOCK_STREAM, 0);
  const sockaddr_un address = AddressOf(path);
  if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
    return server;
  }
  close(server);
  return -1;
}

bool HasInput(int socket, int timeout_ms) {
  pollfd watched = {.fd = socket, .events = POLLIN, .revents = 0};
  return poll(&watched, 1, timeout_ms) > 0;
}

constexpr int kTickMs = 10;

}  // namespace

CuttingProxy::CuttingProxy(const std::string& conninfo) {
  constexpr absl::string_view kHost = "host=";
  const std::size_t begin = conninfo.find(std::string(kHost)) + kHost.size();
  target_ = absl::StrCat(conninfo.substr(begin, conninfo.find(' ', begin) - begin), kSocketName);
  directory_ = "/tmp/xuefen-proxy-XXXXXX";
  if (mkdtemp(directory_.data()) == nullptr) throw std::runtime_error("no temporary directory");
  // libpq keeps the last of two equal keywords.
  conninfo_ = absl::StrCat(conninfo, " host=", directory_);
  listener_ = socket(AF_UNIX, SOCK_STREAM, 0);
  const sockaddr_un address = AddressOf(directory_ + kSocketName);
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      listen(listener_, 64) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  acceptor_ = std::thread([this] { Accept(); });
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  acceptor_.join();
  absl::MutexLock lock(&mutex_);
  for (std::thread& line : lines_) line.join();
  close(listener_);
  std::filesystem::remove_all(directory_);
}

void CuttingProxy::CutNext(Cut cut, int times) {
  absl::MutexLock lock(&mutex_);
  cut_ = cut;
  cuts_left_ = times;
}

bool CuttingProxy::TakeCut(Cut* cut) {
  absl::MutexLock lock(&mutex_);
  if (cuts_left_ == 0) return false;
  --cuts_left_;
  ++cuts_;
  *cut = cut_;
  return true;
}

void CuttingProxy::Accept() {
  while (!stopping_) {
    if (!HasInput(listener_, kTickMs)) continue;
    const int client = accept(listener_, nullptr, nullptr);
    if (client < 0) continue;
    absl::MutexLock lock(&mutex_);
    lines_.emplace_back([this, client] { Forward(client); });
  }
}

bool CuttingProxy::PassToServer(int client, int server) {
  const std::string bytes = ReadSome(client);
  if (bytes.empty()) return false;
  Cut cut;
  if (!absl::StrContains(bytes, kCommit) || !TakeCut(&cut)) return SendAll(server, bytes);
  if (cut == Cut::kAfterCommit) {
    SendAll(server, bytes);
    ReadSome(server);
  }
  return false;
}

void CuttingProxy::Forward(int client) {
  const int server = Connect(target_);
  bool whole = server >= 0;
  while (whole && !stopping_) {
    pollfd watched[] = {{.fd = client, .events = POLLIN, .revents = 0},
                        {.fd = server, .events = POLLIN, .revents = 0}};
    poll(watched, 2, kTickMs);
    if (watched[0].revents != 0) whole = PassToServer(client, server);
    if (whole && watched[1].revents != 0) {
      const std::string bytes = ReadSome(server);
      whole = !bytes.empty() && SendAll(client, bytes);
    }
  }
  if (server >= 0) close(server);
  close(client);
}

}  // namespace xuefen
