#include "libs/rpc/principal.h"

#include <grpc/grpc_security_constants.h>

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/refusal.h"

namespace xuefen::rpc {
namespace {

constexpr char kPrefix[] = "spiffe://xuefen/";
constexpr std::size_t kNameMaxBytes = 64;

bool AllOf(absl::string_view text, bool (*wanted)(char)) {
  return std::all_of(text.begin(), text.end(), wanted);
}

bool IsDivision(absl::string_view id) {
  return id.size() == 6 && id.front() != '0' &&
         AllOf(id, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsBureau(absl::string_view id) { return IsDivision(id) && !absl::EndsWith(id, "0000"); }

bool IsProvince(absl::string_view id) { return IsDivision(id) && absl::EndsWith(id, "0000"); }

// The form of a unified social credit code. Whether it was ever given out, the registry knows.
bool IsOrganisation(absl::string_view id) {
  return id.size() == 18 &&
         AllOf(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

bool IsName(absl::string_view id) {
  return !id.empty() && id.size() <= kNameMaxBytes && AllOf(id, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
  });
}

struct Kind {
  const char* name;
  Role role;
  bool (*is_id)(absl::string_view);
};

constexpr Kind kKinds[] = {
    {"provider", Role::ROLE_PROVIDER, IsOrganisation}, {"bureau", Role::ROLE_BUREAU, IsBureau},
    {"province", Role::ROLE_PROVINCE, IsProvince},     {"industry", Role::ROLE_INDUSTRY, IsName},
    {"employer", Role::ROLE_EMPLOYER, IsOrganisation}, {"platform", Role::ROLE_PLATFORM, IsName},
    {"service", Role::ROLE_SERVICE, IsName},
};

absl::Status Nobody(absl::string_view why) { return Refusal(Reason::NOT_AUTHENTICATED, why); }

}  // namespace

absl::string_view Principal::division() const {
  return role == Role::ROLE_BUREAU || role == Role::ROLE_PROVINCE ? absl::string_view(id) : "";
}

absl::string_view Principal::organisation() const {
  return role == Role::ROLE_PROVIDER || role == Role::ROLE_EMPLOYER ? absl::string_view(id) : "";
}

absl::StatusOr<Principal> ParsePrincipal(absl::string_view uri) {
  absl::string_view rest = uri;
  if (!absl::ConsumePrefix(&rest, kPrefix))
    return Nobody("certificate: want a URI spiffe://xuefen/...");
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(rest, absl::MaxSplits('/', 1));
  for (const Kind& kind : kKinds) {
    if (parts.first != kind.name) continue;
    if (!kind.is_id(parts.second)) return Nobody("certificate: its URI has an id of another form");
    return Principal{.role = kind.role, .id = std::string(parts.second), .uri = std::string(uri)};
  }
  return Nobody("certificate: its URI is of an unknown kind");
}

absl::StatusOr<Principal> PrincipalOf(const grpc::AuthContext& peer) {
  if (!peer.IsPeerAuthenticated()) return Nobody("want a client certificate");
  const std::vector<grpc::string_ref> uris = peer.FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME);
  if (uris.size() != 1) return Nobody("certificate: want exactly one URI");
  return ParsePrincipal(absl::string_view(uris.front().data(), uris.front().size()));
}

absl::string_view RoleName(Role role) {
  for (const Kind& kind : kKinds) {
    if (kind.role == role) return kind.name;
  }
  return "nobody";
}

}  // namespace xuefen::rpc
