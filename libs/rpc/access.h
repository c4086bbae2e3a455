#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/rpc/principal.h"
#include "xuefen/common/v1/options.pb.h"

namespace xuefen::rpc {

// Whether the division `outer` is `inner` or lies above it. Codes are pairs of digits from province
// to county, padded with zeros: 370000 covers 370100, which covers 370102. Anything else covers
// nothing.
bool DivisionCovers(absl::string_view outer, absl::string_view inner);

// For handlers whose right is bounded by the object (`by_object`): whether the caller may know of
// an object of that division, or of that organisation. Platforms and services may know of all of
// them.
bool ReachesDivision(const Principal& principal, absl::string_view division);
bool ReachesOrganisation(const Principal& principal, absl::string_view organisation);

// The access option of one method, checked once when the service is built.
class AccessRule {
 public:
  // FAILED_PRECONDITION when the method lacks the option or it does not fit the request.
  static absl::StatusOr<AccessRule> Create(const google::protobuf::MethodDescriptor& method);

  // PERMISSION_DENIED, ROLE_NOT_ALLOWED, unless the caller's role is listed.
  absl::Status CheckRole(const Principal& principal) const;

  // Fills an empty division or organisation with the caller's own. Before validation, so that a
  // field may be required and still be left to its default.
  void FillScope(const Principal& principal, google::protobuf::Message& request) const;

  // PERMISSION_DENIED, OUT_OF_SCOPE, when the request reaches beyond the caller.
  absl::Status CheckScope(const Principal& principal,
                          const google::protobuf::Message& request) const;

  const common::v1::Access& option() const { return option_; }

 private:
  // From the request to a text field, through messages.
  using Path = std::vector<const google::protobuf::FieldDescriptor*>;

  static absl::StatusOr<Path> Resolve(const google::protobuf::MethodDescriptor& method,
                                      const std::string& path);

  common::v1::Access option_;
  Path division_;
  Path organisation_;
};

// Every method of a service with its roles and scope, one a line, for documents and tests:
//
//   ListPeople: bureau, province; division in division; by object
std::string DescribeAccess(const google::protobuf::ServiceDescriptor& service);

}  // namespace xuefen::rpc
