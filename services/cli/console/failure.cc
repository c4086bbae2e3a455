#include "services/cli/console/failure.h"

#include <optional>
#include <string>

#include "libs/base/refusal.h"
#include "libs/rpc/status.h"

namespace xuefen::cli {
namespace {

// For failures that no service gave a reason for.
absl::string_view SentenceOf(absl::StatusCode code, Language language) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return Say(language, "无法连接服务，请确认服务已启动。",
                 "The service cannot be reached; check that it runs.");
    case absl::StatusCode::kDeadlineExceeded:
      return Say(language, "等待服务答复超时，请稍后再试。",
                 "The service did not answer in time; try again later.");
    case absl::StatusCode::kNotFound: return Say(language, "没有找到。", "It was not found.");
    case absl::StatusCode::kInvalidArgument:
      return Say(language, "命令或文件不符合要求。", "The command or file is not as it should be.");
    case absl::StatusCode::kFailedPrecondition:
      return Say(language, "现在不能办理。", "This cannot be done now.");
    default: return Say(language, "办理失败。", "It failed.");
  }
}

}  // namespace

void ReportFailure(const absl::Status& status, Output& output) {
  const std::optional<Reason> reason = ReasonOf(status);
  const Language language = output.language();
  output.Note(
      "xuefen：$0", "xuefen: $0",
      reason.has_value() ? ReasonText(*reason, language) : SentenceOf(status.code(), language));
  const std::string name = reason.has_value() ? std::string(ReasonName(*reason))
                                              : absl::StatusCodeToString(status.code());
  output.Note("  $1 ($0)", "  $1 ($0)", name, status.message());
  for (const FieldViolation& violation : ViolationsOf(status)) {
    output.Note("  $0：应为 $1", "  $0: want $1", violation.field, violation.description);
  }
  if (const std::string trace = rpc::TraceIdOf(status); !trace.empty()) {
    output.Note("  跟踪编号 $0", "  trace id $0", trace);
  }
}

}  // namespace xuefen::cli
