#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <map>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace xuefen::rpc {
namespace internal {
struct MessagePlan;
}

// Checks messages of one type against the field rules of its contract (xuefen.common.v1.FieldRule),
// through the whole tree of messages. Also, without a rule: text is at most 256 bytes and has no
// NUL, lists have at most 1000 items, enum values are known, instants and days exist. Built once,
// with all patterns compiled; then thread-safe.
class Validator {
 public:
  // FAILED_PRECONDITION when a rule does not fit its field or a pattern is no RE2 expression.
  static absl::StatusOr<Validator> Create(const google::protobuf::Descriptor& type);

  Validator(Validator&&) noexcept;
  Validator& operator=(Validator&&) noexcept;
  ~Validator();

  // All violations at once, as FIELD_INVALID; of a hopeless message the first 32. No description
  // repeats a value of the message.
  absl::Status Check(const google::protobuf::Message& message) const;

 private:
  Validator();

  // Of every type that the message may contain. Behind pointers, because they name each other.
  std::map<const google::protobuf::Descriptor*, std::unique_ptr<internal::MessagePlan>> plans_;
  const internal::MessagePlan* root_ = nullptr;
};

}  // namespace xuefen::rpc
