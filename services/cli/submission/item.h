#pragma once

#include "absl/status/status.h"
#include "libs/roster/completion.h"
#include "libs/roster/result_csv.h"
#include "xuefen/registry/v1/registry_service.pb.h"

namespace xuefen::cli {

// A row as it is sent, the reader's faults included.
registry::v1::CompletionItem ToProto(const roster::Completion& completion);

// Puts what the registry answered into the result of its row. INTERNAL when the answer says
// nothing.
absl::Status TakeAnswer(const registry::v1::CompletionResult& answer, roster::RowResult& result);

}  // namespace xuefen::cli
