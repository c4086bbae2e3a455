#include "services/cli/suite/suite.h"

namespace xuefen::cli {

absl::StatusOr<std::shared_ptr<grpc::Channel>> Suite::ChannelTo(const std::string& service) const {
  XUEFEN_ASSIGN_OR_RETURN(const std::string certificate, directory_.CertificateOf(actor_));
  XUEFEN_ASSIGN_OR_RETURN(const std::string address, directory_.AddressOf(service));
  return rpc::MakeChannel(address, certificate);
}

}  // namespace xuefen::cli
