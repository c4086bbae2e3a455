#pragma once

#include <cstdint>
#include <vector>

#include "tests/bench/database.h"
#include "tests/bench/streams.h"
#include "tests/bench/suite.h"
#include "tests/bench/world.h"

namespace xuefen::bench {

inline constexpr int kBatchRows = 500;

// Submits completions that nobody has submitted yet.
class Ingest {
 public:
  // Goes on after what the suite already holds.
  Ingest(const Suite& suite, const World& world, const Session& session);

  // Messages with about `rows` new rows, shared by the providers, each with a stream of its own.
  std::vector<StreamJob> NewJobs(std::int64_t rows);

  // The same, with each tenth message one that was sent before.
  std::vector<StreamJob> JobsWithResent(std::int64_t rows);

  // So many requests of so many rows each, all of one provider.
  std::vector<grpc::ByteBuffer> NewRequests(int provider, std::int64_t count, int rows);

  // As fast as answers come; only the last messages' memory is kept.
  StreamTiming Run(std::int64_t rows) { return RunStreams(NewJobs(rows), kWindow); }

  // Messages of one stream that are under way.
  static constexpr int kWindow = 8;

 private:
  registry::v1::SubmitCompletionsRequest NewMessage(int provider, int rows);

  const Suite& suite_;
  const World& world_;
  std::vector<std::int64_t> next_;                        // row of each provider
  std::vector<std::vector<grpc::ByteBuffer>> sent_once_;  // some messages of each provider
};

}  // namespace xuefen::bench
