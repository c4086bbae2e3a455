#include <string>
#include <vector>

#include "libs/roster/roster.h"
#include "services/cli/commands/commands.h"
#include "services/cli/console/progress.h"
#include "services/cli/submission/item.h"
#include "services/cli/submission/report.h"
#include "services/cli/submission/sender.h"
#include "services/cli/suite/file.h"
#include "xuefen/registry/v1/registry_service.grpc.pb.h"

namespace xuefen::cli {
namespace {

using registry::v1::RegistryService;

constexpr char kRegistry[] = "registry";
constexpr char kAccreditation[] = "accreditation";

absl::StatusOr<roster::Roster> ReadRosterFile(const std::string& file) {
  XUEFEN_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(file));
  return roster::ReadRoster(bytes, file);
}

// A submission names one freshness token; the others are waited for first, in a read that costs
// little.
absl::Status AwaitCatalogue(RegistryService::Stub& stub, std::vector<std::string> tokens) {
  if (tokens.size() < 2) return absl::OkStatus();
  tokens.pop_back();
  registry::v1::ListCompletionsRequest request;
  request.set_page_size(1);
  return AskFresh(stub, &RegistryService::Stub::ListCompletions, request, tokens).status();
}

absl::Status SendRoster(Session& session, RegistryService::Stub& stub, const roster::Roster& roster,
                        bool dry_run, std::vector<roster::RowResult>& results) {
  const TokenStore& store = session.suite.tokens();
  const std::vector<std::string> catalogue = store.Read(kAccreditation);
  XUEFEN_RETURN_IF_ERROR(AwaitCatalogue(stub, catalogue));
  Submission submission{.items = {},
                        .dry_run = dry_run,
                        .at_least_as_fresh_as = catalogue.empty() ? "" : catalogue.back(),
                        .earlier_tokens = store.Read(kRegistry)};
  for (const roster::RosterRow& row : roster.rows) {
    submission.items.push_back(ToProto(row.completion));
  }
  Progress progress(stderr, session.output.language(), submission.items.size());
  Sender sender(stub, submission,
                {.progress = [&](std::size_t answered) { progress.Show(answered); },
                 .waiting = [&] { progress.ShowWaiting(); }});
  absl::Status status = sender.Send(results);
  // What was answered is to be seen by later commands even if the rest was not.
  if (!dry_run) {
    status.Update(store.Replace(kRegistry, submission.earlier_tokens, sender.tokens()));
  }
  return status;
}

Exit Report(Session& session, const std::string& file, NewFile& result_file,
            std::vector<roster::RowResult>& results) {
  ExplainRefusals(results, session.output.language());
  if (const absl::Status status = result_file.Commit(roster::ResultCsv(results)); !status.ok()) {
    return session.Unfinished(status);
  }
  if (session.output.json()) {
    session.output.Json(JsonReport(file, results));
  } else {
    PrintReport(file, results, session.output);
    session.output.Line("结果已写入 $0.result.csv", "The results are in $0.result.csv", file);
  }
  return CountOutcomes(results).refused == 0 ? Exit::kDone : Exit::kSomeRefused;
}

}  // namespace

Exit Submit(Session& session, const SubmitOptions& options) {
  const absl::StatusOr<roster::Roster> roster = ReadRosterFile(options.file);
  if (!roster.ok()) return session.Misused(roster.status());
  // Before anything is sent: a submission without a place for its answers would have to be
  // repeated.
  absl::StatusOr<NewFile> file = NewFile::Create(absl::StrCat(options.file, ".result.csv"));
  if (!file.ok()) return session.Misused(file.status());
  std::vector<roster::RowResult> results = ResultsFor(*roster);
  if (options.offline) {
    AnswerOffline(*roster, results);
    return Report(session, options.file, *file, results);
  }
  const auto stub = session.suite.Connect<RegistryService>(kRegistry);
  if (!stub.ok()) return session.Failed(stub.status());
  const absl::Status status = SendRoster(session, **stub, *roster, options.dry_run, results);
  if (!status.ok()) return session.Unfinished(status);
  return Report(session, options.file, *file, results);
}

}  // namespace xuefen::cli
