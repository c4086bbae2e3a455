#pragma once

#include <grpcpp/security/auth_context.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "xuefen/common/v1/options.pb.h"

namespace xuefen::rpc {

using common::v1::Role;

// Who calls: the one URI in the caller's certificate, spiffe://xuefen/<kind>/<id>.
struct Principal {
  Role role = Role::ROLE_UNSPECIFIED;
  std::string id;   // "370100", a unified social credit code, "credit"
  std::string uri;  // the whole of it, for tokens, audit trails and logs

  // The division code of a bureau or province; empty for everybody else.
  absl::string_view division() const;
  // The unified social credit code of a provider or employer; empty for everybody else.
  absl::string_view organisation() const;
};

// UNAUTHENTICATED, NOT_AUTHENTICATED, unless `uri` is exactly an identity of this suite.
absl::StatusOr<Principal> ParsePrincipal(absl::string_view uri);

// The same from a verified connection. A certificate with no URI, or with several, is nobody's:
// which of them it speaks for would be a guess.
absl::StatusOr<Principal> PrincipalOf(const grpc::AuthContext& peer);

// "provider", "bureau" and so on; the kind in the URI.
absl::string_view RoleName(Role role);

}  // namespace xuefen::rpc
