#include "libs/rpc/access.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"

namespace xuefen::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using Path = std::vector<const FieldDescriptor*>;

bool IsDivisionCode(absl::string_view code) {
  return code.size() == 6 && std::all_of(code.begin(), code.end(), absl::ascii_isdigit);
}

// The text at the end of `path`; empty when a message on the way is absent.
std::string TextAt(const Path& path, const Message& request) {
  const Message* message = &request;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    message = &message->GetReflection()->GetMessage(*message, path[i]);
  }
  return message->GetReflection()->GetString(*message, path.back());
}

void SetTextAt(const Path& path, absl::string_view text, Message& request) {
  Message* message = &request;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    message = message->GetReflection()->MutableMessage(message, path[i]);
  }
  message->GetReflection()->SetString(message, path.back(), std::string(text));
}

void FillIfEmpty(const Path& path, absl::string_view own, Message& request) {
  if (path.empty() || own.empty() || !TextAt(path, request).empty()) return;
  SetTextAt(path, own, request);
}

absl::Status OutOfScope(absl::string_view field, absl::string_view wanted) {
  return Refusal(Reason::OUT_OF_SCOPE, absl::StrCat(field, ": want ", wanted),
                 {{"field", std::string(field)}});
}

}  // namespace

bool DivisionCovers(absl::string_view outer, absl::string_view inner) {
  if (!IsDivisionCode(outer) || !IsDivisionCode(inner)) return false;
  while (absl::EndsWith(outer, "00")) outer.remove_suffix(2);
  return !outer.empty() && absl::StartsWith(inner, outer);
}

bool ReachesDivision(const Principal& principal, absl::string_view division) {
  if (principal.role == Role::ROLE_PLATFORM || principal.role == Role::ROLE_SERVICE) return true;
  return DivisionCovers(principal.division(), division);
}

bool ReachesOrganisation(const Principal& principal, absl::string_view organisation) {
  if (principal.role == Role::ROLE_PLATFORM || principal.role == Role::ROLE_SERVICE) return true;
  return !organisation.empty() && principal.organisation() == organisation;
}

absl::StatusOr<Path> AccessRule::Resolve(const MethodDescriptor& method, const std::string& path) {
  Path fields;
  const google::protobuf::Descriptor* type = method.input_type();
  for (const absl::string_view name : absl::StrSplit(path, '.', absl::SkipEmpty())) {
    const FieldDescriptor* field =
        type == nullptr ? nullptr : type->FindFieldByName(std::string(name));
    if (field == nullptr || field->is_repeated()) {
      return absl::FailedPreconditionError(absl::StrCat(
          method.full_name(), ": access option: ", path, " is no field of the request"));
    }
    fields.push_back(field);
    type = field->message_type();
  }
  if (!fields.empty() && fields.back()->type() != FieldDescriptor::TYPE_STRING) {
    return absl::FailedPreconditionError(
        absl::StrCat(method.full_name(), ": access option: ", path, " is no text field"));
  }
  return fields;
}

absl::StatusOr<AccessRule> AccessRule::Create(const MethodDescriptor& method) {
  if (!method.options().HasExtension(common::v1::access)) {
    return absl::FailedPreconditionError(
        absl::StrCat(method.full_name(), ": has no access option, so nobody may call it"));
  }
  AccessRule rule;
  rule.option_ = method.options().GetExtension(common::v1::access);
  if (rule.option_.roles().empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat(method.full_name(), ": its access option lists no role"));
  }
  XUEFEN_ASSIGN_OR_RETURN(rule.division_, Resolve(method, rule.option_.division_field()));
  XUEFEN_ASSIGN_OR_RETURN(rule.organisation_, Resolve(method, rule.option_.organisation_field()));
  return rule;
}

absl::Status AccessRule::CheckRole(const Principal& principal) const {
  const auto& roles = option_.roles();
  if (std::find(roles.begin(), roles.end(), principal.role) != roles.end()) {
    return absl::OkStatus();
  }
  return Refusal(Reason::ROLE_NOT_ALLOWED,
                 absl::StrCat("a ", RoleName(principal.role), " may not call this method"));
}

void AccessRule::FillScope(const Principal& principal, Message& request) const {
  FillIfEmpty(division_, principal.division(), request);
  FillIfEmpty(organisation_, principal.organisation(), request);
}

absl::Status AccessRule::CheckScope(const Principal& principal, const Message& request) const {
  if (!division_.empty() && !principal.division().empty() &&
      !DivisionCovers(principal.division(), TextAt(division_, request))) {
    return OutOfScope(option_.division_field(), "your division or one below it");
  }
  if (!organisation_.empty() && !principal.organisation().empty() &&
      principal.organisation() != TextAt(organisation_, request)) {
    return OutOfScope(option_.organisation_field(), "your own code");
  }
  return absl::OkStatus();
}

std::string DescribeAccess(const google::protobuf::ServiceDescriptor& service) {
  std::string text;
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor& method = *service.method(i);
    const common::v1::Access& access = method.options().GetExtension(common::v1::access);
    std::vector<std::string> parts = {
        absl::StrJoin(access.roles(), ", ", [](std::string* out, int role) {
          out->append(std::string(RoleName(static_cast<Role>(role))));
        })};
    if (access.roles().empty()) parts = {"nobody"};
    if (!access.division_field().empty()) {
      parts.push_back(absl::StrCat("division in ", access.division_field()));
    }
    if (!access.organisation_field().empty()) {
      parts.push_back(absl::StrCat("organisation in ", access.organisation_field()));
    }
    if (access.by_object()) parts.push_back("by object");
    absl::StrAppend(&text, method.name(), ": ", absl::StrJoin(parts, "; "), "\n");
  }
  return text;
}

}  // namespace xuefen::rpc
