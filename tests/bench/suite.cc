#include "tests/bench/suite.h"

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/rpc/channel.h"
#include "services/cli/suite/data_directory.h"
#include "tests/bench/require.h"

namespace xuefen::bench {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  Require(!text.empty(), absl::StrCat(path, ": cannot be read"));
  return text;
}

}  // namespace

std::string Suite::ServerCertificate(const std::string& service) const {
  return absl::StrCat(data_, "/certificates/servers/", service);
}

std::string Suite::ActorCertificate(const std::string& actor) const {
  return absl::StrCat(data_, "/certificates/actors/", actor);
}

std::shared_ptr<grpc::Channel> Suite::Channel(const std::string& service,
                                              const std::string& actor) const {
  const std::string address = Require(cli::DataDirectory(data_).AddressOf(service));
  return Require(rpc::MakeChannel(address, ActorCertificate(actor)));
}

std::vector<std::shared_ptr<grpc::Channel>> Suite::Channels(const std::string& service,
                                                            const std::string& actor,
                                                            int count) const {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < count; ++i) channels.push_back(Channel(service, actor));
  return channels;
}

std::string Suite::Conninfo() const {
  const std::string home = absl::StrCat(data_, "/postgres/secrets/");
  const std::string registry = ReadFile(home + "registry.conninfo");
  const std::string host = std::vector<std::string>(absl::StrSplit(registry, ' ')).front();
  return absl::StrCat(host, " dbname=xuefen user=postgres password=",
                      absl::StripAsciiWhitespace(ReadFile(home + "superuser")),
                      " options='-c search_path=bench'");
}

pid_t Suite::ProcessOf(const std::string& service) const {
  const std::string config = absl::StrCat(data_, "/config/", service, ".txtpb");
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    pid_t pid = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &pid)) continue;
    std::ifstream file(entry.path() / "cmdline", std::ios::binary);
    const std::string words((std::istreambuf_iterator<char>(file)),
                            std::istreambuf_iterator<char>());
    const std::string program = absl::StrCat("/xuefen-", service);
    const std::string_view first(words.c_str());
    if (absl::EndsWith(absl::string_view(first.data(), first.size()), program) &&
        absl::StrContains(words, config)) {
      return pid;
    }
  }
  Require(false, absl::StrCat(service, ": its process is not there"));
  return 0;
}

void Suite::Pause(const std::string& service) const {
  Require(kill(ProcessOf(service), SIGSTOP) == 0, "cannot stop a service");
}

void Suite::Resume(const std::string& service) const {
  Require(kill(ProcessOf(service), SIGCONT) == 0, "cannot let a service go on");
}

}  // namespace xuefen::bench
