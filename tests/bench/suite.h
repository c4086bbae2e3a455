#pragma once

#include <grpcpp/channel.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace xuefen::bench {

// A suite that deploy/run started, reached as any caller reaches it.
class Suite {
 public:
  explicit Suite(std::string data) : data_(std::move(data)) {}

  // Channels with a connection each, as the caller `actor`.
  std::vector<std::shared_ptr<grpc::Channel>> Channels(const std::string& service,
                                                       const std::string& actor, int count) const;
  std::shared_ptr<grpc::Channel> Channel(const std::string& service,
                                         const std::string& actor) const;

  std::string ServerCertificate(const std::string& service) const;
  std::string ActorCertificate(const std::string& actor) const;

  // For libpq, as the superuser of the suite's private PostgreSQL.
  std::string Conninfo() const;

  // Stops a service's process in its tracks, and lets it go on.
  void Pause(const std::string& service) const;
  void Resume(const std::string& service) const;

 private:
  pid_t ProcessOf(const std::string& service) const;

  const std::string data_;
};

// While it lives, nobody follows the registry: its ingest is measured alone.
class FollowersPaused {
 public:
  explicit FollowersPaused(const Suite& suite) : suite_(suite) {
    suite_.Pause("credit");
    suite_.Pause("statistics");
  }
  ~FollowersPaused() {
    suite_.Resume("credit");
    suite_.Resume("statistics");
  }
  FollowersPaused(const FollowersPaused&) = delete;
  FollowersPaused& operator=(const FollowersPaused&) = delete;

 private:
  const Suite& suite_;
};

}  // namespace xuefen::bench
