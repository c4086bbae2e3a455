#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "libs/base/status_macros.h"
#include "libs/config/config.h"
#include "libs/feed/follower.h"
#include "libs/rpc/callback_reader.h"
#include "libs/rpc/channel.h"

namespace xuefen::feed {

// The feed of the upstream that the configuration has under `name`, of the contract `Service`.
// Connects when first followed.
template <typename Service>
absl::StatusOr<OpenFeed> OpenUpstream(const config::v1::ServiceConfig& config,
                                      const std::string& name) {
  XUEFEN_ASSIGN_OR_RETURN(const std::string address, config::AddressOf(config, name));
  XUEFEN_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel,
                          rpc::MakeChannel(address, config.tls_directory()));
  const std::shared_ptr<typename Service::Stub> stub = Service::NewStub(channel);
  return [stub](grpc::ClientContext* context, const common::v1::WatchRequest& request) {
    using Reader = rpc::CallbackReader<common::v1::WatchResponse>;
    return std::make_unique<Reader>(
        [&](Reader::Reactor* reactor) { stub->async()->Watch(context, &request, reactor); });
  };
}

}  // namespace xuefen::feed
