#include "tests/bench/streams.h"

#include <grpcpp/alarm.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/rpc/message_bytes.h"
#include "tests/bench/require.h"

namespace xuefen::bench {
namespace {

using grpc::ByteBuffer;
using Stub = grpc::TemplatedGenericStub<ByteBuffer, ByteBuffer>;
using Response = registry::v1::SubmitCompletionsResponse;

constexpr char kMethod[] = "/xuefen.registry.v1.RegistryService/SubmitCompletions";

// One stream: writes while the window allows, reads all the time. Lives until `done` was told.
class Stream final : public grpc::ClientBidiReactor<ByteBuffer, ByteBuffer> {
 public:
  Stream(const StreamJob& job, std::size_t number, int window, const TakeAnswer& take,
         absl::BlockingCounter& done)
      : job_(job),
        number_(number),
        window_(static_cast<std::size_t>(window)),
        take_(take),
        stub_(job.channel),
        done_(done) {}

  void Start() {
    stub_.PrepareBidiStreamingCall(&context_, kMethod, grpc::StubOptions(), this);
    next_at_ = absl::Now();
    // Also for writes that are started outside a reaction.
    AddHold();
    StartRead(&answer_bytes_);
    {
      const absl::MutexLock lock(&mutex_);
      Step();
    }
    StartCall();
  }

  void OnWriteDone(bool ok) override {
    Require(ok, "the stream broke");
    const absl::MutexLock lock(&mutex_);
    writing_ = false;
    Step();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    Take();
    StartRead(&answer_bytes_);
    const absl::MutexLock lock(&mutex_);
    ++answered_;
    Step();
  }

  void OnDone(const grpc::Status& status) override {
    Require(status.ok(), status.error_message());
    Require(answered_ == job_.requests.size(), "a message was not answered");
    done_.DecrementCount();
  }

  StreamTiming timing() const { return timing_; }

 private:
  void Step() {
    if (writing_ || closed_) return;
    if (sent_.size() == job_.requests.size()) {
      closed_ = true;
      StartWritesDone();
      RemoveHold();
      return;
    }
    if (sent_.size() - answered_ >= window_) return;
    writing_ = true;
    if (const absl::Time now = absl::Now(); now < next_at_) {
      alarm_.Set(absl::ToChronoTime(next_at_), [this](bool) {
        const absl::MutexLock lock(&mutex_);
        Write();
      });
    } else {
      Write();
    }
  }

  void Write() {
    next_at_ = std::max(next_at_ + job_.pace, absl::Now() - job_.pace);
    sent_.push_back(absl::Now());
    StartWrite(&job_.requests[sent_.size() - 1]);
  }

  void Take() {
    Require(rpc::ParseMessage(answer_bytes_, answer_), "an answer that cannot be read");
    Require(answer_.status().code() == 0, answer_.status().message());
    for (const auto& result : answer_.results()) {
      if (result.outcome() == registry::v1::COMPLETION_OUTCOME_ACCEPTED) {
        ++timing_.accepted;
      } else {
        Require(result.outcome() == registry::v1::COMPLETION_OUTCOME_DUPLICATE,
                absl::StrCat("refused: ", result.ShortDebugString()));
        ++timing_.duplicates;
      }
    }
    timing_.rows.done += answer_.results_size();
    absl::Time sent;
    {
      const absl::MutexLock lock(&mutex_);
      sent = sent_[answered_];
    }
    timing_.rows.milliseconds.push_back(absl::ToDoubleMilliseconds(absl::Now() - sent));
    if (take_ != nullptr) take_(number_, answered_, answer_);
  }

  const StreamJob& job_;
  const std::size_t number_;
  const std::size_t window_;
  const TakeAnswer& take_;
  Stub stub_;
  absl::BlockingCounter& done_;
  grpc::ClientContext context_;
  grpc::Alarm alarm_;
  ByteBuffer answer_bytes_;
  Response answer_;  // used again for each message
  StreamTiming timing_;
  absl::Mutex mutex_;
  std::vector<absl::Time> sent_;
  std::size_t answered_ = 0;
  bool writing_ = false;
  bool closed_ = false;
  absl::Time next_at_;
};

}  // namespace

StreamTiming RunStreams(const std::vector<StreamJob>& jobs, int window, const TakeAnswer& take) {
  absl::BlockingCounter done(static_cast<int>(jobs.size()));
  std::vector<std::unique_ptr<Stream>> streams;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    streams.push_back(std::make_unique<Stream>(jobs[i], i, window, take, done));
  }
  const absl::Time began = absl::Now();
  for (const auto& stream : streams) stream->Start();
  done.Wait();
  StreamTiming all;
  all.rows.seconds = absl::ToDoubleSeconds(absl::Now() - began);
  for (const auto& stream : streams) {
    const StreamTiming one = stream->timing();
    all.accepted += one.accepted;
    all.duplicates += one.duplicates;
    all.rows.done += one.rows.done;
    all.rows.milliseconds.insert(all.rows.milliseconds.end(), one.rows.milliseconds.begin(),
                                 one.rows.milliseconds.end());
  }
  return all;
}

}  // namespace xuefen::bench
