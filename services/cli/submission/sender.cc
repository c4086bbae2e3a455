#include "services/cli/submission/sender.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/refusal.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/status.h"
#include "services/cli/submission/item.h"

namespace xuefen::cli {
namespace {

// Fewer than the service works on at once, so that it never stops reading: one thread can then
// write and read in turn.
constexpr std::size_t kUnderWayMax = 4;
// Short enough that a service which has gone silent is noticed; a stream that ends goes on in the
// next.
constexpr absl::Duration kStreamTimeout = absl::Minutes(2);
// As many as the contract takes.
constexpr std::size_t kMergedTokensMax = 16;

std::vector<Batch> Plan(const Submission& submission) {
  std::vector<PlannedItem> items;
  for (const registry::v1::CompletionItem& item : submission.items) {
    // Tag and length of the item inside its message.
    constexpr std::size_t kFrameBytes = 6;
    items.push_back({item.external_id(), item.ByteSizeLong() + kFrameBytes});
  }
  return PlanBatches(items);
}

}  // namespace

Sender::Sender(Stub& stub, const Submission& submission, Watcher watcher)
    : stub_(stub),
      submission_(submission),
      watcher_(std::move(watcher)),
      batches_(Plan(submission)),
      tokens_(submission.earlier_tokens),
      backoff_(submission.patience) {
  for (std::size_t i = 0; i < batches_.size(); ++i) waiting_.insert(waiting_.end(), i);
}

absl::Status Sender::Send(std::vector<roster::RowResult>& results) {
  results_ = &results;
  while (!waiting_.empty()) {
    const absl::Status status = RunStream();
    if (status.ok()) continue;
    const std::optional<absl::Duration> delay = backoff_.Next(status);
    if (!delay.has_value()) return status;
    watcher_.waiting();
    absl::SleepFor(*delay);
  }
  return absl::OkStatus();
}

absl::Status Sender::RunStream() {
  grpc::ClientContext context;
  rpc::Prepare({.deadline = absl::Now() + kStreamTimeout}, context);
  const std::unique_ptr<Stream> stream = stub_.SubmitCompletions(&context);
  const std::optional<absl::Status> status = Exchange(*stream);
  if (status.has_value()) stream->WritesDone();
  const grpc::Status end = stream->Finish();
  for (const UnderWay& sent : under_way_) waiting_.insert(sent.batch);
  under_way_.clear();
  if (status.has_value()) return *status;
  if (!end.ok()) return rpc::FromGrpcStatus(end);
  return absl::UnavailableError("the stream ended before every batch was answered");
}

std::optional<absl::Status> Sender::Exchange(Stream& stream) {
  absl::Status failure;
  for (;;) {
    // After a failure nothing more is sent before the pause that it asks for.
    while (failure.ok() && MaySendNext()) {
      if (!SendNext(stream)) return std::nullopt;
    }
    if (under_way_.empty()) return failure;
    Response response;
    if (!stream.Read(&response)) return std::nullopt;
    failure.Update(Take(response));
  }
}

bool Sender::MaySendNext() const {
  if (waiting_.empty() || under_way_.size() >= kUnderWayMax) return false;
  return under_way_.empty() || !batches_[*waiting_.begin()].after_all;
}

bool Sender::SendNext(Stream& stream) {
  UnderWay sent{.batch = *waiting_.begin(), .tokens = {}};
  Request request;
  for (const std::size_t i : batches_[sent.batch].items)
    *request.add_items() = submission_.items[i];
  request.set_dry_run(submission_.dry_run);
  request.set_at_least_as_fresh_as(submission_.at_least_as_fresh_as);
  if (!submission_.dry_run) {
    const std::size_t count = std::min(tokens_.size(), kMergedTokensMax);
    sent.tokens.assign(tokens_.begin(), tokens_.begin() + static_cast<std::ptrdiff_t>(count));
    for (const std::string& token : sent.tokens) request.add_merge_freshness_tokens(token);
  }
  waiting_.erase(waiting_.begin());
  under_way_.push_back(std::move(sent));
  return stream.Write(request);
}

absl::Status Sender::Take(const Response& response) {
  const UnderWay sent = std::move(under_way_.front());
  under_way_.pop_front();
  absl::Status status = rpc::FromRpcStatus(response.status());
  if (status.ok()) status = TakeResults(batches_[sent.batch], response);
  if (!status.ok()) {
    waiting_.insert(sent.batch);
    return status;
  }
  if (!submission_.dry_run) TakeToken(sent.tokens, response.freshness_token());
  backoff_.Reset();
  answered_ += batches_[sent.batch].items.size();
  watcher_.progress(answered_);
  return absl::OkStatus();
}

absl::Status Sender::TakeResults(const Batch& batch, const Response& response) {
  if (response.results_size() != static_cast<int>(batch.items.size())) {
    return Refusal(Reason::INTERNAL, absl::StrCat("results: ", response.results_size(), ", want ",
                                                  batch.items.size()));
  }
  for (std::size_t i = 0; i < batch.items.size(); ++i) {
    XUEFEN_RETURN_IF_ERROR(
        TakeAnswer(response.results(static_cast<int>(i)), (*results_)[batch.items[i]]));
  }
  return absl::OkStatus();
}

void Sender::TakeToken(const std::vector<std::string>& merged, const std::string& token) {
  tokens_.erase(std::remove_if(tokens_.begin(), tokens_.end(),
                               [&](const std::string& old) {
                                 return std::find(merged.begin(), merged.end(), old) !=
                                        merged.end();
                               }),
                tokens_.end());
  if (!token.empty()) tokens_.push_back(token);
}

}  // namespace xuefen::cli
