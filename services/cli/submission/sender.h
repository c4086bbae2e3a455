#pragma once

#include <grpcpp/support/sync_stream.h>

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/roster/result_csv.h"
#include "services/cli/submission/plan.h"
#include "services/cli/suite/backoff.h"
#include "xuefen/registry/v1/registry_service.grpc.pb.h"

namespace xuefen::cli {

// What is sent, and how.
struct Submission {
  std::vector<registry::v1::CompletionItem> items;
  bool dry_run = false;
  // The items are judged at least as of this.
  std::string at_least_as_fresh_as;
  // Freshness tokens of earlier writes, which the tokens of this submission shall stand for too.
  std::vector<std::string> earlier_tokens;
  // Gives up when nothing was answered for so long.
  absl::Duration patience = absl::Minutes(3);
};

// Sends a submission over SubmitCompletions, several batches under way at a time. A batch that may
// pass is sent again, and when the stream breaks, everything that was not answered is: an item
// counts once however often it is sent.
class Sender {
 public:
  using Stub = registry::v1::RegistryService::Stub;

  // What the person in front of the screen may see.
  struct Watcher {
    std::function<void(std::size_t answered)> progress;
    std::function<void()> waiting;
  };

  Sender(Stub& stub, const Submission& submission, Watcher watcher);

  // Puts the answer of item i into results[i]. On failure some items are not answered, and
  // everything may be sent again.
  absl::Status Send(std::vector<roster::RowResult>& results);

  // Tokens that together stand for everything answered so far, and for the earlier ones; after
  // success few, most often one.
  const std::vector<std::string>& tokens() const { return tokens_; }
  std::size_t answered() const { return answered_; }

 private:
  using Request = registry::v1::SubmitCompletionsRequest;
  using Response = registry::v1::SubmitCompletionsResponse;
  using Stream = grpc::ClientReaderWriter<Request, Response>;

  // A batch that was sent, and the tokens its answer will stand for.
  struct UnderWay {
    std::size_t batch = 0;
    std::vector<std::string> tokens;
  };

  absl::Status RunStream();
  // OK or the failure of a batch, when nothing is under way any more; nothing when the stream
  // broke.
  std::optional<absl::Status> Exchange(Stream& stream);
  bool MaySendNext() const;
  bool SendNext(Stream& stream);
  absl::Status Take(const Response& response);
  absl::Status TakeResults(const Batch& batch, const Response& response);
  void TakeToken(const std::vector<std::string>& merged, const std::string& token);

  Stub& stub_;
  const Submission& submission_;
  const Watcher watcher_;
  const std::vector<Batch> batches_;
  std::set<std::size_t> waiting_;   // batches not answered and not under way
  std::deque<UnderWay> under_way_;  // in the order of their answers
  std::vector<std::string> tokens_;
  std::size_t answered_ = 0;
  Backoff backoff_;
  std::vector<roster::RowResult>* results_ = nullptr;
};

}  // namespace xuefen::cli
