#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/rpc/call.h"
#include "libs/rpc/status.h"
#include "libs/rpc/trace.h"

namespace xuefen::rpc {

// A channel to a service of the suite, over mutual TLS with the certificate in `tls_directory` (see
// libs/rpc/tls.h). `address` is host:port or a gRPC target; where that means several processes,
// calls go to each in turn, and to the others while one is away. Connects when first used and again
// when lost. Calls that meet UNAVAILABLE are tried up to four times, as long as few calls fail;
// that is safe because every write of the contracts may be repeated. Each channel has a connection
// of its own: a busy client makes two or more.
absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const std::string& address,
                                                           const std::string& tls_directory);

// How a call is made.
struct CallOptions {
  // The call ends then; there is none without a deadline.
  absl::Time deadline = absl::Now() + absl::Seconds(30);
  Trace trace = Trace::FromHeader("");

  // On behalf of a call being served: its trace, and its deadline if that is sooner.
  static CallOptions For(const Call& call, absl::Duration at_most = absl::Seconds(30));
};

// For stubs of any kind.
void Prepare(const CallOptions& options, grpc::ClientContext& context);

// One unary call, synchronously:
//
//   absl::StatusOr<v1::Account> account =
//       rpc::Invoke(*stub, &v1::CreditService::Stub::GetAccount, request, {.deadline = deadline});
//
// A failure carries reason, metadata, violations, retry delay and trace id (libs/rpc/status.h).
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Invoke(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const CallOptions& options = {}) {
  grpc::ClientContext context;
  Prepare(options, context);
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

}  // namespace xuefen::rpc
