#include "tests/bench/ingest.h"

#include "absl/strings/str_cat.h"

namespace xuefen::bench {
namespace {

constexpr std::size_t kKeptMessages = 64;
constexpr int kResentShare = 10;

}  // namespace

Ingest::Ingest(const Suite& suite, const World& world, const Session& session)
    : suite_(suite), world_(world), sent_once_(static_cast<std::size_t>(World::providers())) {
  for (int provider = 0; provider < World::providers(); ++provider) {
    next_.push_back(session.Number(
        absl::StrCat("SELECT count(*) FROM registry.claim WHERE source = (SELECT number FROM "
                     "accreditation.provider WHERE uscc = '",
                     World::UsccOf(provider), "')")));
  }
}

registry::v1::SubmitCompletionsRequest Ingest::NewMessage(int provider, int rows) {
  registry::v1::SubmitCompletionsRequest request;
  std::int64_t& next = next_[static_cast<std::size_t>(provider)];
  for (int i = 0; i < rows; ++i) *request.add_items() = world_.Completion(provider, next++);
  return request;
}

std::vector<StreamJob> Ingest::NewJobs(std::int64_t rows) {
  std::vector<StreamJob> jobs;
  const std::int64_t of_all = std::int64_t{kBatchRows} * World::providers();
  const std::int64_t messages = (rows + of_all - 1) / of_all;
  for (int provider = 0; provider < World::providers(); ++provider) {
    StreamJob& job = jobs.emplace_back();
    job.channel = suite_.Channel("registry", World::ActorOf(provider));
    for (std::int64_t i = 0; i < messages; ++i) {
      job.requests.push_back(BytesOf(NewMessage(provider, kBatchRows)));
    }
    auto& kept = sent_once_[static_cast<std::size_t>(provider)];
    for (const grpc::ByteBuffer& request : job.requests) {
      if (kept.size() < kKeptMessages) kept.push_back(request);
    }
  }
  return jobs;
}

std::vector<StreamJob> Ingest::JobsWithResent(std::int64_t rows) {
  std::vector<StreamJob> jobs = NewJobs(rows);
  for (std::size_t provider = 0; provider < jobs.size(); ++provider) {
    const std::vector<grpc::ByteBuffer>& kept = sent_once_[provider];
    for (std::size_t i = kResentShare - 1; i < jobs[provider].requests.size(); i += kResentShare) {
      jobs[provider].requests[i] = kept[i % kept.size()];
    }
  }
  return jobs;
}

std::vector<grpc::ByteBuffer> Ingest::NewRequests(int provider, std::int64_t count, int rows) {
  std::vector<grpc::ByteBuffer> requests;
  for (std::int64_t i = 0; i < count; ++i) requests.push_back(BytesOf(NewMessage(provider, rows)));
  return requests;
}

}  // namespace xuefen::bench
