#include "libs/rpc/channel.h"

#include <grpc/grpc.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/support/channel_arguments.h>

#include <algorithm>
#include <cstdlib>

#include "libs/base/status_macros.h"
#include "libs/rpc/tls.h"

namespace xuefen::rpc {
namespace {

// A server that is stopping answers CANCELLED to what arrives before its farewell has reached the
// caller; no handler has seen such a call. Throttling: a service that refuses everything gets few
// calls more than it is sent. docs/operating.md shows the same to clients in other languages.
constexpr char kServiceConfig[] = R"({
  "loadBalancingConfig": [{"round_robin": {}}],
  "methodConfig": [{
    "name": [{}],
    "retryPolicy": {
      "maxAttempts": 4,
      "initialBackoff": "0.1s",
      "maxBackoff": "2s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE", "CANCELLED"]
    }
  }],
  "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1}
})";

// gRPC attends to a connection on which no call waits, such as one that is being made between two
// tries, every five seconds unless told otherwise: then a busy machine never ends a handshake. Said
// before main begins, because gRPC asks when it is first used.
const bool kAttendsToConnections =
    setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "100", /*overwrite=*/0) == 0;

// The name to be found in the certificates of a list of addresses,
// "ipv4:10.0.0.1:7411,10.0.0.2:7411": the first one. gRPC would take the whole list for a host's
// name. Nothing for any other address.
std::string AuthorityOfList(absl::string_view address) {
  const std::size_t comma = address.find(',');
  if (comma == absl::string_view::npos) return "";
  const absl::string_view first = address.substr(0, comma);
  return std::string(first.substr(first.find(':') + 1));
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const std::string& address,
                                                           const std::string& tls_directory) {
  XUEFEN_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ChannelCredentials> credentials,
                          ClientTls(tls_directory));
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_CHANNELZ, 0);  // nobody reads it
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10000);
  // Despite its name this is the least time that connecting, handshake included, is given.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 10000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5000);
  if (const std::string authority = AuthorityOfList(address); !authority.empty()) {
    arguments.SetString(GRPC_ARG_DEFAULT_AUTHORITY, authority);
  }
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

CallOptions CallOptions::For(const Call& call, absl::Duration at_most) {
  return {.deadline = std::min(call.deadline(), absl::Now() + at_most), .trace = call.trace()};
}

void Prepare(const CallOptions& options, grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(options.deadline));
  context.AddMetadata(kTraceHeader, options.trace.Header());
}

}  // namespace xuefen::rpc
