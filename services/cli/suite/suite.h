#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/channel.h"
#include "services/cli/suite/backoff.h"
#include "services/cli/suite/data_directory.h"
#include "services/cli/suite/token_store.h"

namespace xuefen::cli {

// A running suite, as one caller sees it.
class Suite {
 public:
  // `actor` names the certificate.
  Suite(std::string data_directory, std::string actor)
      : directory_(std::move(data_directory)),
        actor_(std::move(actor)),
        tokens_(directory_.tokens()) {}

  const TokenStore& tokens() const { return tokens_; }

  absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(const std::string& service) const;

  // A stub of `Service`, which is in the program `service`.
  template <typename Service>
  absl::StatusOr<std::unique_ptr<typename Service::Stub>> Connect(
      const std::string& service) const {
    XUEFEN_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, ChannelTo(service));
    return Service::NewStub(channel);
  }

 private:
  const DataDirectory directory_;
  const std::string actor_;
  const TokenStore tokens_;
};

inline constexpr absl::Duration kCallTimeout = absl::Seconds(30);
inline constexpr absl::Duration kCallPatience = absl::Seconds(60);

// One call, tried again while it may pass.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Ask(Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                          Response*),
                             const Request& request) {
  Backoff backoff(kCallPatience);
  for (;;) {
    absl::StatusOr<Response> response =
        rpc::Invoke(stub, method, request, {.deadline = absl::Now() + kCallTimeout});
    if (response.ok()) return response;
    const std::optional<absl::Duration> delay = backoff.Next(response.status());
    if (!delay.has_value()) return response;
    absl::SleepFor(*delay);
  }
}

// One read that is at least as fresh as each of `tokens`. Waits for them one after another: what a
// service has reached it does not fall behind again.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> AskFresh(Stub& stub,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                                  Request request, const std::vector<std::string>& tokens) {
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    request.set_at_least_as_fresh_as(tokens[i]);
    const absl::StatusOr<Response> waited = Ask(stub, method, request);
    // What is asked for may come with a later token.
    if (!waited.ok() && !absl::IsNotFound(waited.status())) return waited;
  }
  request.set_at_least_as_fresh_as(tokens.empty() ? "" : tokens.back());
  return Ask(stub, method, request);
}

}  // namespace xuefen::cli
