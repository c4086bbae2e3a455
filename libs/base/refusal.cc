#include "libs/base/refusal.h"

#include <algorithm>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace xuefen {
namespace {

// Payload keys. They stay inside the process: libs/rpc turns them into google.rpc messages.
constexpr char kReasonKey[] = "xuefen/reason";
constexpr char kMetadataPrefix[] = "xuefen/metadata/";
constexpr char kFieldPrefix[] = "xuefen/field/";

absl::StatusCode CodeOf(Reason reason) {
  switch (reason) {
#define XUEFEN_REASON_CODE(name, code) \
  case Reason::name: return absl::StatusCode::code;
    XUEFEN_REASONS(XUEFEN_REASON_CODE)
#undef XUEFEN_REASON_CODE
  }
  return absl::StatusCode::kInternal;
}

// The payloads under `prefix`, in order of their keys.
std::vector<std::pair<std::string, std::string>> PayloadsUnder(const absl::Status& status,
                                                               absl::string_view prefix) {
  std::vector<std::pair<std::string, std::string>> found;
  status.ForEachPayload([&](absl::string_view key, const absl::Cord& value) {
    if (absl::ConsumePrefix(&key, prefix)) found.emplace_back(std::string(key), std::string(value));
  });
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

absl::string_view ReasonName(Reason reason) {
  switch (reason) {
#define XUEFEN_REASON_NAME(name, code) \
  case Reason::name: return #name;
    XUEFEN_REASONS(XUEFEN_REASON_NAME)
#undef XUEFEN_REASON_NAME
  }
  return "INTERNAL";
}

const std::vector<Reason>& AllReasons() {
  static const auto* const kAll = new std::vector<Reason>{
#define XUEFEN_REASON_VALUE(name, code) Reason::name,
      XUEFEN_REASONS(XUEFEN_REASON_VALUE)
#undef XUEFEN_REASON_VALUE
  };
  return *kAll;
}

std::optional<Reason> ReasonFromName(absl::string_view name) {
  for (const Reason reason : AllReasons()) {
    if (ReasonName(reason) == name) return reason;
  }
  return std::nullopt;
}

absl::Status Refusal(Reason reason, absl::string_view message, const Metadata& metadata) {
  absl::Status status(CodeOf(reason), message);
  status.SetPayload(kReasonKey, absl::Cord(ReasonName(reason)));
  for (const auto& [key, value] : metadata) {
    status.SetPayload(absl::StrCat(kMetadataPrefix, key), absl::Cord(value));
  }
  return status;
}

absl::Status InvalidFields(const std::vector<FieldViolation>& violations) {
  const FieldViolation& first = violations.front();
  absl::Status status =
      Refusal(Reason::FIELD_INVALID, absl::StrCat(first.field, ": want ", first.description),
              {{"field", first.field}});
  // The running number keeps the order and lets one field be wrong twice.
  for (std::size_t i = 0; i < violations.size(); ++i) {
    status.SetPayload(absl::StrFormat("%s%06d/%s", kFieldPrefix, i, violations[i].field),
                      absl::Cord(violations[i].description));
  }
  return status;
}

std::optional<Reason> ReasonOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kReasonKey);
  if (!payload.has_value()) return std::nullopt;
  return ReasonFromName(std::string(*payload));
}

Metadata MetadataOf(const absl::Status& status) { return PayloadsUnder(status, kMetadataPrefix); }

std::vector<FieldViolation> ViolationsOf(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  for (auto& [key, description] : PayloadsUnder(status, kFieldPrefix)) {
    violations.push_back({.field = key.substr(key.find('/') + 1), .description = description});
  }
  return violations;
}

}  // namespace xuefen
