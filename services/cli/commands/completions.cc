#include <vector>

#include "absl/strings/str_split.h"
#include "services/cli/commands/commands.h"
#include "services/cli/console/words.h"
#include "xuefen/registry/v1/registry_service.grpc.pb.h"

namespace xuefen::cli {
namespace {

namespace rv1 = registry::v1;

constexpr int kPageSize = 1000;

void PrintPage(const rv1::ListCompletionsResponse& page, Output& output) {
  if (output.json()) return output.Json(JsonOf(page));
  const Language language = output.language();
  for (const rv1::Completion& completion : page.completions()) {
    const std::vector<std::string> activity = absl::StrSplit(completion.activity(), '/');
    output.Line("$0  $1  $2  $3  $4", "$0  $1  $2  $3  $4", completion.external_id(),
                activity.back(), SubjectWord(completion.subject(), language),
                DaysText(completion.first_day(), completion.last_day(), language),
                HoursText(completion.reported_centihours(), language));
  }
}

// Page after page, each said as it comes.
absl::Status PrintPages(Session& session) {
  XUEFEN_ASSIGN_OR_RETURN(const auto stub, session.suite.Connect<rv1::RegistryService>("registry"));
  const std::vector<std::string> tokens = session.suite.tokens().Read("registry");
  rv1::ListCompletionsRequest request;
  request.set_page_size(kPageSize);
  do {
    XUEFEN_ASSIGN_OR_RETURN(
        const rv1::ListCompletionsResponse page,
        AskFresh(*stub, &rv1::RegistryService::Stub::ListCompletions, request,
                 request.page_token().empty() ? tokens : std::vector<std::string>()));
    PrintPage(page, session.output);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace

Exit ListCompletions(Session& session) {
  const absl::Status status = PrintPages(session);
  return status.ok() ? Exit::kDone : session.Failed(status);
}

}  // namespace xuefen::cli
