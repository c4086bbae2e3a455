// Feeds bytes to the parser of requests and what it takes to the validator of their contracts.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "libs/base/refusal.h"
#include "libs/rpc/validator.h"
#include "xuefen/accreditation/v1/accreditation_service.pb.h"
#include "xuefen/registry/v1/registry_service.pb.h"

namespace {

template <typename Request>
void Check(const std::string& bytes) {
  static const auto validator = xuefen::rpc::Validator::Create(*Request::descriptor());
  Request request;
  if (!request.ParseFromString(bytes)) return;
  const absl::Status status = validator->Check(request);
  if (status.ok()) return;
  // What is refused names its fields, and no value of the message reaches a message for people.
  if (xuefen::ViolationsOf(status).empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Check<xuefen::registry::v1::SubmitCompletionsRequest>(bytes);
  Check<xuefen::registry::v1::ImportPeopleRequest>(bytes);
  Check<xuefen::accreditation::v1::ImportActivitiesRequest>(bytes);
  return 0;
}
